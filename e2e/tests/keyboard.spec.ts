import { expect, test } from '../fixtures.ts';
import { createConversation } from '../journey.ts';

test('from the overview to a reply and back without a pointer', async ({ page }) => {
  const title = `By keyboard ${crypto.randomUUID()}`;
  const id = await createConversation(page, title);
  await page.goto('/');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveURL('/conversations');

  const rows = page.getByRole('navigation', { name: 'Conversation list' }).getByRole('link');
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(rows.nth(0)).toBeFocused();

  await page.keyboard.press('/');
  await page.keyboard.type(title);
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.keyboard.type(id);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/conversations/${id}`);
  await expect(page.getByText('No messages yet')).toBeVisible();
  await page.keyboard.press('m');
  await page.keyboard.type('Typed, never clicked');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(2);
  await expect(page.locator('[data-reply]')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/conversations');
});

test('the palette finds pages, actions and says when there is nothing', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await page.keyboard.press('Control+k');
  const input = page.getByRole('combobox', { name: 'Command palette' });
  await expect(input).toBeFocused();
  await page.keyboard.type('queu');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/queues');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zzzzzz');
  await expect(page.getByText('No match for “zzzzzz”')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(input).toHaveCount(0);
});

test('the sheet lists the keys of the page, and Escape gives the focus back', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  const rows = page.getByRole('navigation', { name: 'Conversation list' }).getByRole('link');
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Next row')).toBeVisible();
  await expect(sheet.getByText('Go to Queues')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(rows.first()).toBeFocused();
});

test('the first Tab offers to skip the navigation', async ({ page }) => {
  await page.goto('/queues');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});

test('the sidebar folds, and is still folded after a reload', async ({ page }) => {
  await page.goto('/queues');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  const remembered = page.waitForResponse('**/preferences');
  await page.keyboard.press('[');
  await expect(page.getByRole('button', { name: 'Expand sidebar' })).toBeVisible();
  expect((await remembered).status()).toBe(204);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Expand sidebar' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Queues' })).toBeVisible();
});
