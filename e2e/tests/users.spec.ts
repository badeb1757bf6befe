import { expect, test } from '../fixtures.ts';

test('an admin makes an account, gives it a role, ends its sessions, disables it; the audit log tells of each and is whole', async ({
  page,
  browser,
}) => {
  test.slow();
  const email = `made-${Date.now()}@example.org`;
  await page.goto('/users');
  await expect(page.getByRole('region', { name: 'Accounts' }).first()).toContainText('Demo admin');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Name').fill('Made in a journey');
  await dialog.getByRole('button', { name: 'New account' }).click();
  const password = (await dialog.getByRole('button', { name: /^Copy/ }).getAttribute('title')) ?? '';
  expect(password.length).toBeGreaterThanOrEqual(12);
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  const detail = page.getByRole('region', { name: 'Made in a journey' });
  await expect(detail).toContainText(email);

  await detail.getByRole('button', { name: 'Change roles' }).click();
  await dialog.getByLabel('Moderator').check();
  await dialog.getByLabel(/^Reason/).fill('helps out');
  await dialog.getByRole('button', { name: 'Change roles' }).click();
  await expect(detail).toContainText('User, Moderator');

  // signing in ends the session that a browser has already: this one has none of its own accord
  const theirs = await (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage();
  await theirs.goto('/login');
  await theirs.getByLabel('Email').fill(email);
  await theirs.getByLabel('Password', { exact: true }).fill(password);
  await theirs.keyboard.press('Enter');
  await expect(theirs).not.toHaveURL(/login/);

  // the password that was shown once is theirs to change
  const own = `${password} of my own`;
  await theirs.getByRole('button', { name: 'Account and settings' }).click();
  await theirs.getByRole('menuitem', { name: 'Change password' }).click();
  const change = theirs.getByRole('dialog', { name: 'Change password' });
  await change.getByLabel('Present password').fill('not the present one');
  await change.getByLabel(/^New password/).fill(own);
  await change.getByRole('button', { name: 'Change password' }).click();
  await expect(change.getByText('This is not your present password.')).toBeVisible();
  await change.getByLabel('Present password').fill(password);
  await change.getByRole('button', { name: 'Change password' }).click();
  await expect(change.getByRole('status')).toHaveText('The password is changed.');
  await change.getByRole('button', { name: 'Close' }).last().click();
  await theirs.reload();
  await expect(theirs).not.toHaveURL(/login/);

  await page.reload();
  await detail.getByRole('button', { name: 'Disable' }).click();
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(detail.getByText('Disabled')).toBeVisible();
  await theirs.goto('/conversations');
  await expect(theirs).toHaveURL(/login/);
  await theirs.context().close();

  await page.goto('/audit?action=users.setRoles');
  const row = page.getByRole('row').filter({ hasText: 'helps out' });
  await row.getByRole('button', { name: 'users.setRoles' }).click();
  await expect(page.getByText('moderator').first()).toBeVisible();
  await page.keyboard.press('v');
  await expect(page.getByText('The log is whole.')).toBeVisible();
  await expect(page.getByText('It was held against no head')).toBeHidden();
});
