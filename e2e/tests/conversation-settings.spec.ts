import { expect, test } from '../fixtures.ts';
import { createConversation, send } from '../journey.ts';

test('a conversation is named, tagged, set, counted, archived and brought back by keyboard', async ({ page }) => {
  const id = await createConversation(page, 'To be changed');
  await page.goto(`/conversations/${id}`);
  await send(page, 'Before the change');
  const heading = page.getByRole('heading', { level: 2, name: 'To be changed' });
  await expect(heading).toBeVisible();
  await page.getByRole('button', { name: 'Details and settings' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Messages', { exact: true }).locator('..')).toContainText('2');
  await dialog.getByLabel('Title').fill('Changed');
  await dialog.getByLabel(/^Tags/).fill('one, two, one');
  await dialog.getByLabel('Temperature').fill('0.3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Changed', exact: true })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Details and settings' }).click();
  await expect(dialog.getByLabel(/^Tags/)).toHaveValue('one, two');
  await expect(dialog.getByLabel('Temperature')).toHaveValue('0.3');
  await dialog.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Details and settings' }).click();
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
});
