import { expect, test } from '../fixtures.ts';
import { signIn } from '../journey.ts';
import { SESSION_FILE } from '../playwright.config.ts';

test('the admin signs in and lands on the overview', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL('/login?next=%2F');
  await expect(page.getByLabel('Email')).toBeFocused();
  await signIn(page);
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await page.context().storageState({ path: SESSION_FILE });
});
