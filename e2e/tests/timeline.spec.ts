import { expect, test } from '../fixtures.ts';
import { createConversation, send } from '../journey.ts';

test('a message shows its way through the saga: every step, its attempt, its events', async ({ page }) => {
  const id = await createConversation(page, 'Timeline');
  await page.goto(`/conversations/${id}`);
  await send(page, 'What happens to this?');
  await page.getByRole('link', { name: 'Open the message document 1' }).click();
  const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
  await expect(timeline.getByText('1 call to the model')).toBeVisible();
  await expect(timeline.getByRole('list', { name: 'Steps' }).getByRole('listitem')).toHaveText([
    /^Wait in the queue/,
    /^Conversation checked/,
    /^Context built/,
    /^Reply generated/,
    /^Reply saved/,
    /^Usage recorded/,
    /^Completed/,
    /^Attempts1$/,
  ]);
  await expect(timeline.getByRole('row')).toHaveText([/^Attempt/, /^1Completed/]);
  await timeline.getByText(/^\d+ events$/).click();
  await expect(timeline.getByText('Taken by a worker')).toBeVisible();
  await expect(timeline.getByRole('button', { name: /Retry|Cancel/ })).toHaveCount(0);
});

test('dead letters are chosen by keyboard and retried together; their timelines tell of it', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: /^Failed/ }).click();
  await expect(page).toHaveURL('/queues#dead-letter');
  const dead = page.locator('#dead-letter');
  const links = dead.locator('[data-message]');
  await expect(links.first()).toBeVisible();
  const chosen = await links.evaluateAll((all) => all.slice(0, 2).map((link) => link.getAttribute('data-message')));
  expect(chosen).toHaveLength(2);
  while (!(await links.first().evaluate((link) => link === document.activeElement))) await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(dead.getByText('2 selected')).toBeVisible();
  await dead.getByRole('button', { name: 'Retry selected' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry 2 messages' });
  await expect(dialog.getByText('up to 6 calls to the model')).toBeVisible();
  await expect(dialog.getByLabel(/^Reason/)).toBeFocused();
  await page.keyboard.type('the model is back');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 messages queued again')).toBeVisible();
  for (const id of chosen) {
    await page.goto(`/messages/${id}`);
    const rows = page.getByRole('region', { name: 'Timeline', exact: true }).getByRole('row');
    await expect(rows.filter({ hasText: 'Retried by hand' }).first()).toBeVisible();
    await expect(rows.last()).toHaveText(/Completed|Failed|To be tried again/);
  }
});
