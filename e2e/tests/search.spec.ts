import { expect, test } from '../fixtures.ts';
import { createConversation, send } from '../journey.ts';

test('a message is found by other forms of its words, leads to its page and back, and typing errors are forgiven', async ({
  page,
}) => {
  test.slow();
  const word = `zephyr${Date.now().toString(36).replace(/\d/g, 'x')}`;
  const id = await createConversation(page, 'To be found');
  await page.goto(`/conversations/${id}`);
  await send(page, `The ${word} carried two lanterns over the bay`);

  await page.goto('/search');
  await expect(page.getByRole('button', { name: 'harb*' })).toBeVisible();
  await page.keyboard.press('/');
  const box = page
    .getByRole('searchbox', { name: 'Search messages' })
    .or(page.getByRole('combobox', { name: 'Search messages' }));
  await expect(box).toBeFocused();
  await box.fill(`lantern ${word} role:user`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`q=lantern\\+${word}`));
  const hits = page.getByRole('list', { name: 'Messages found' }).getByRole('listitem');
  await expect(async () => {
    await page.reload();
    await expect(hits).toHaveCount(1, { timeout: 2_000 });
  }).toPass();
  await expect(hits.locator('mark')).toHaveText([word, 'lanterns']);

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/messages\/msg_/);
  await page.goBack();
  await expect(hits).toHaveCount(1);

  await box.fill(`${word.slice(0, -1)}q`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: word }).first()).toContainText(`These have “${word}”`);

  await box.fill('role:king');
  await page.keyboard.press('Enter');
  await expect(page.getByText('q[0:9]')).toBeVisible();
});
