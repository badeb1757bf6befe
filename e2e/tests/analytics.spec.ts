import { expect, test } from '../fixtures.ts';
import { createConversation, send } from '../journey.ts';

test('what a message used shows up by itself, leads to the message, and narrows down by keyboard', async ({ page }) => {
  const id = await createConversation(page, 'Counted');
  await page.goto(`/conversations/${id}`);
  await send(page, 'What does this cost?');
  await page.goto('/analytics/tokens?by=conversation');
  const row = page.getByRole('button', { name: id });
  await expect(row).toBeVisible();
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`conversation_id=${id}.*by=day|by=day.*conversation_id=${id}`));
  const replies = page.getByRole('region', { name: 'Totals of the range' }).getByText('Replies').locator('..');
  await expect(replies).toContainText('1');
  const today = new Date().toISOString().slice(0, 10);
  await page.getByRole('button', { name: today }).click();
  await page
    .getByRole('region', { name: /^Messages of/ })
    .getByRole('link')
    .first()
    .click();
  await expect(page).toHaveURL(/\/messages\/msg_/);
  await page.goBack();
  await page.getByRole('button', { name: /^Conversation: .*remove/ }).click();
  await expect(page).not.toHaveURL(/conversation_id/);
});

test('the live window counts an answer without a reload; a chart is walked and opened by keyboard', async ({
  page,
}) => {
  await page.goto('/analytics/performance');
  const window = page.getByRole('region', { name: 'The last five minutes' });
  const replies = window.getByText('Replies').locator('..').locator('span').nth(1);
  await expect(replies).toHaveText(/^\d+$/);
  const before = Number(await replies.textContent());
  const other = await page.context().newPage();
  const id = await createConversation(other, 'Timed');
  await other.goto(`/conversations/${id}`);
  await send(other, 'How fast is this?');
  await other.close();
  // other journeys send messages too
  await expect(async () => expect(Number(await replies.textContent())).toBeGreaterThan(before)).toPass();
  const chart = page.getByRole('region', { name: 'Time to the whole answer' });
  await chart.getByLabel(/^Chart: Time to the whole answer/).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(
    page
      .getByRole('region', { name: /^Messages of/ })
      .getByRole('link')
      .first(),
  ).toBeVisible();
  await chart.getByRole('button', { name: 'Show as table' }).click();
  await expect(chart.getByRole('table')).toBeVisible();
});
