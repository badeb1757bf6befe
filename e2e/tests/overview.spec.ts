import { expect, test } from '../fixtures.ts';
import { createConversation, send } from '../journey.ts';

const figures = [
  ['Queued', '/queues'],
  ['Processing', '/queues'],
  ['Failed', '/queues#dead-letter'],
  ['Completed', '/conversations'],
  ['Received', '/conversations'],
  ['Conversations', '/conversations?status=active'],
] as const;

test('every figure leads to the rows behind it', async ({ page }) => {
  await page.goto('/');
  const strip = page.getByRole('region', { name: 'Messages now' });
  for (const [name, address] of figures) {
    await strip.getByRole('link', { name: new RegExp(`^${name}`) }).click();
    await expect(page).toHaveURL(address);
    await page.goBack();
    await expect(page).toHaveURL('/');
  }
});

test('the figures move by themselves', async ({ page, context }) => {
  await page.goto('/');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  const received = page.getByRole('region', { name: 'Messages now' }).getByRole('link', { name: /^Received/ });
  const exact = async () => Number((await received.locator('[title]').getAttribute('title'))?.replaceAll(',', ''));
  const before = await exact();
  const other = await context.newPage();
  const id = await createConversation(other, 'Counted');
  await other.goto(`/conversations/${id}`);
  await send(other, 'Count me.');
  await page.bringToFront();
  await expect.poll(exact).toBeGreaterThan(before);
});

test('the chart reads out one hour, and is a table too', async ({ page }) => {
  const id = await createConversation(page, 'In the chart');
  await page.goto(`/conversations/${id}`);
  await send(page, 'One for this hour.');
  await page.goto('/');
  const chart = page.getByRole('slider', { name: /^Bar chart, messages received per hour/ });
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', /^\d\d:\d\d: \d+ messages?$/);
  await page.keyboard.press('ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuenow', '22');
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page.getByRole('table').first().getByRole('row')).toHaveCount(25);
});

test('queues show their counts and workers, live', async ({ page }) => {
  await page.goto('/queues');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  const table = page.getByRole('table').first();
  await expect(table.getByRole('row', { name: /message-processing/ })).toContainText('Running');
  await expect(table.getByRole('row', { name: /maintenance/ })).toContainText('Running');
  await expect(page.getByRole('region', { name: 'Workers' }).getByRole('row')).toHaveCount(3);
});
