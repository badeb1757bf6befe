import { expect, test } from '../fixtures.ts';
import { signIn } from '../journey.ts';

test.use({ storageState: { cookies: [], origins: [] } });

test('a wrong password is refused in words, and the right one then leads on', async ({ page, guard }) => {
  guard.allow(/console: Failed to load resource.*401/);
  await page.goto('/queues');
  await expect(page).toHaveURL('/login?next=%2Fqueues');
  await signIn(page, 'not-the-password');
  await expect(page.getByRole('alert').filter({ hasText: 'Email or password is wrong.' })).toBeVisible();
  await expect(page).toHaveURL('/login?next=%2Fqueues');
  await signIn(page);
  await expect(page).toHaveURL('/queues');
  await expect(page.getByRole('heading', { level: 1, name: 'Queues' })).toBeVisible();
});

test('an empty form says what is missing without asking the api', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription('Enter your email address.');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription('Enter your password.');
});

test('signing out ends the session everywhere in the console', async ({ page }) => {
  await page.goto('/login');
  await signIn(page);
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/login');
  await page.goto('/conversations');
  await expect(page).toHaveURL('/login?next=%2Fconversations');
});

test('the address to go to afterwards cannot lead elsewhere', async ({ page }) => {
  await page.goto('/login?next=https://example.com/');
  await signIn(page);
  await expect(page).toHaveURL('/');
});
