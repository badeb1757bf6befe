import { expect, test } from '../fixtures.ts';
import { createConversation, send } from '../journey.ts';

const figures = [
  ['Now', 'Queued', '/queues'],
  ['Now', 'Processing', '/queues'],
  ['Now', 'Failed', '/queues#dead-letter'],
  ['Now', 'Alerts', '/alerts'],
  ['Now', 'Moderation', /\/moderation/],
  ['Now', 'Providers', '/providers'],
  ['The last 24 hours', 'Received', '/analytics/performance?range=24h'],
  ['The last 24 hours', 'Replies', '/analytics/performance?range=24h'],
  ['The last 24 hours', 'Cost today', /\/(budgets|analytics\/tokens\?.*measure=total_cost)/],
  ['The last 24 hours', 'Median answer', '/analytics/performance?range=24h'],
  ['The last 24 hours', 'Error rate', '/analytics/performance?range=24h&failed=1'],
  ['The last 24 hours', 'Conversations', '/conversations?status=active'],
] as const;

test('every figure leads to the rows behind it', async ({ page }) => {
  test.slow();
  await page.goto('/');
  for (const [strip, name, address] of figures) {
    const link = page
      .getByRole('region', { name: strip, exact: true })
      .getByRole('link', { name: new RegExp(`^${name}`) });
    await link.click();
    await expect(page).toHaveURL(address);
    await page.goBack();
    await expect(page).toHaveURL('/');
  }
});

test('the figures move by themselves, in their place', async ({ page, context }) => {
  await page.goto('/');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  const strip = page.getByRole('region', { name: 'The last 24 hours', exact: true });
  const exact = async (name: RegExp) => {
    const title = await strip.getByRole('link', { name }).locator('[title]').getAttribute('title');
    return Number(title?.replaceAll(',', ''));
  };
  const [received, replies] = [await exact(/^Received/), await exact(/^Replies/)];
  const place = await strip.boundingBox();
  const other = await context.newPage();
  const id = await createConversation(other, 'Counted');
  await other.goto(`/conversations/${id}`);
  await send(other, 'Count me.');
  await page.bringToFront();
  await expect.poll(() => exact(/^Received/)).toBeGreaterThan(received);
  await expect.poll(() => exact(/^Replies/)).toBeGreaterThan(replies);
  expect(await strip.boundingBox()).toEqual(place);
});

test('a budget for everything stands beside the cost of today', async ({ page }) => {
  await page.goto('/budgets');
  await page.getByRole('button', { name: 'New budget' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Warn above').fill('700');
  await dialog.getByLabel('Stop at').fill('800');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('listitem', { name: 'Everything, US dollars' });
  await expect(row).toContainText('of $800');
  await page.goto('/');
  const cost = page.getByRole('link', { name: /^Cost today/ });
  await expect(cost).toContainText('of $800');
  await cost.click();
  await expect(page).toHaveURL('/budgets');
  await row.getByRole('button', { name: /^Remove/ }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);
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
