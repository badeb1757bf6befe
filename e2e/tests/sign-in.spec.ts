import { request } from 'node:http';
import { admin, consoleUrl } from '../environment.ts';
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

/** Signs in through the console from an address of this machine, claiming to come from elsewhere. */
const signInFrom = (localAddress: string, claimed: string, account: { email: string; password: string }) =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': claimed };
    request(`${consoleUrl}/api/auth/sign-in`, { method: 'POST', localAddress, headers, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    })
      .on('error', reject)
      .end(JSON.stringify(account));
  });

test('failed sign-ins lock the address they come from, which nobody can choose, and no other', async () => {
  const [net, host] = crypto.getRandomValues(new Uint8Array(2));
  const [here, elsewhere] = [`127.1.${net}.${host}`, `127.2.${net}.${host}`];
  const guess = () => ({ email: `${crypto.randomUUID()}@example.org`, password: 'not-the-password' });
  const answers = [];
  for (let tries = 0; tries < 12; tries++) answers.push(await signInFrom(here, `198.51.100.${tries}`, guess()));
  expect(answers).toEqual([...Array(10).fill(401), 429, 429]);
  expect(await signInFrom(here, elsewhere, admin())).toBe(429);
  expect(await signInFrom(elsewhere, here, admin())).toBe(200);
});
