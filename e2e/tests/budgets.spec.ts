import { expect, test } from '../fixtures.ts';

test('an admin sets a budget by keyboard, changes it, removes it and takes that back; each is audited', async ({
  page,
}) => {
  const model = `model-${Date.now()}`;
  await page.goto('/budgets');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('For').selectOption('model');
  await dialog.getByLabel('Which one').fill(model);
  await dialog.getByLabel('Counted in').selectOption('tokens');
  await dialog.getByLabel('Warn above').fill('900');
  await dialog.getByLabel('Stop at').fill('500');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('The warning has to come before the stop.')).toBeVisible();
  await dialog.getByLabel('Warn above').fill('400');
  await page.keyboard.press('Enter');
  const row = page.getByRole('listitem', { name: `Model ${model}, Tokens` });
  await expect(row).toContainText('0 of 500 tokens');
  await expect(row.getByRole('meter')).toHaveAttribute('max', '500');

  await row.getByRole('button', { name: `Change “Model ${model}”` }).click();
  await dialog.getByLabel('Stop at').fill('600');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('of 600 tokens');

  await row.getByRole('button', { name: `Remove “Model ${model}”` }).click();
  await expect(dialog).toContainText('Today: 0 of 600 tokens spent, 0 calls refused.');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).last().click();
  await expect(row).toContainText('of 600 tokens');

  await page.goto('/audit?action=budgets.remove');
  await expect(page.getByRole('row').filter({ hasText: 'budgets.remove' }).first()).toBeVisible();
  await page.goto('/budgets');
  await row.getByRole('button', { name: `Remove “Model ${model}”` }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);
});

test('a budget that two set is one: the dialog says what it replaces', async ({ page }) => {
  const model = `shared-${Date.now()}`;
  await page.goto('/budgets');
  const dialog = page.getByRole('dialog');
  const fill = async (warn: string, stop: string) => {
    await page.getByRole('button', { name: 'New budget' }).first().click();
    await dialog.getByLabel('For').selectOption('model');
    await dialog.getByLabel('Which one').fill(model);
    await dialog.getByLabel('Warn above').fill(warn);
    await dialog.getByLabel('Stop at').fill(stop);
  };
  await fill('1', '2');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('listitem', { name: `Model ${model}, US dollars` });
  await expect(row).toHaveCount(1);
  await fill('3', '4.25');
  await expect(dialog).toContainText('There is one already, from $1 to $2: this one replaces it.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('of $4.25');
  await row.getByRole('button', { name: /^Remove/ }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);
});
