import { expect, test } from '../fixtures.ts';

test('a lost stream is said, the last figures stay, and it comes back', async ({ page, guard }) => {
  guard.allow(/console: Failed to load resource/);
  await page.route('**/api/trpc/queues.live**', (route) => route.abort('connectionreset'));
  await page.goto('/queues');
  await expect(page.locator('[data-live="reconnecting"]')).toBeVisible();
  await expect(page.getByRole('row', { name: /message-processing/ }).first()).toBeVisible();
  await page.unroute('**/api/trpc/queues.live**');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
});

test('a failing panel says why, gives the trace id and another try; the rest of the page stays', async ({
  page,
  guard,
}) => {
  guard.allow(/console: Failed to load resource.*500/);
  await page.goto('/conversations');
  await expect(page.getByRole('navigation', { name: 'Conversation list' }).getByRole('link').first()).toBeVisible();
  const data = { code: 'INTERNAL', trace_id: 'trace-of-a-test', httpStatus: 500, path: 'conversations.list' };
  await page.route('**/api/trpc/conversations.list**', (route) =>
    route.fulfill({ status: 500, json: [{ error: { json: { message: 'no', code: -32603, data } } }] }),
  );
  await page.getByRole('combobox', { name: 'Whose' }).selectOption('own');
  const alert = page.getByRole('alert').filter({ hasText: 'The service failed on this request.' });
  await expect(alert.getByRole('button', { name: /^Copy trace id/ })).toBeVisible();
  await expect(page.getByText('Pick a conversation')).toBeVisible();
  await page.unroute('**/api/trpc/conversations.list**');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toHaveCount(0);
});

test('a session that has ended leads to the sign-in and back', async ({ page, guard }) => {
  guard.allow(/console: Failed to load resource.*401/);
  await page.goto('/conversations');
  await expect(page.getByRole('navigation', { name: 'Conversation list' }).getByRole('link').first()).toBeVisible();
  await page.context().clearCookies({ name: /session/ });
  await page.getByRole('combobox', { name: 'Whose' }).selectOption('own');
  await expect(page).toHaveURL(/\/login\?next=%2Fconversations/);
});

test('what does not exist says so', async ({ page, guard }) => {
  guard.allow(/console: Failed to load resource.*404/);
  await page.goto('/messages/msg_000000000missing');
  await expect(page.getByText('Not found, or not visible to you.')).toBeVisible();
  await page.goto('/conversations/conv_000000000missing');
  await expect(page.getByText('Not found, or not visible to you.').first()).toBeVisible();
  const answer = await page.goto('/no-such-page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await expect(page).toHaveURL('/');
});
