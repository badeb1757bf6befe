import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { accounts, apiUrl } from '../environment.ts';

// signing in ends the session that a browser already has, which is the other journeys' one
test.use({ storageState: { cookies: [], origins: [] } });

const root = path.resolve(import.meta.dirname, '../..');
const script = (name: string, ...args: string[]) =>
  execFileSync(process.execPath, [path.join(root, 'scripts', `${name}.mjs`), ...args], { encoding: 'utf8' });

test('a token of npm run token sends a message that is answered', async ({ request }) => {
  const token = script('token', '--user', 'user_demo00001', '--role', 'user').trim();
  const headers = { authorization: `Bearer ${token}` };
  const created = await request.post(`${apiUrl}/conversations`, { headers, data: { character_id: 'char_luna00001' } });
  expect(created.status()).toBe(201);
  const { conversation_id } = await created.json();
  const accepted = await request.post(`${apiUrl}/messages`, {
    headers,
    data: { conversation_id, content: { text: 'Hello' } },
  });
  expect(accepted.status()).toBe(202);
  const { message_id } = await accepted.json();
  const message = async () => (await request.get(`${apiUrl}/messages/${message_id}`, { headers })).json();
  await expect.poll(async () => (await message()).processing_status).toBe('completed');
  expect(await message()).toMatchObject({ reply_message_id: expect.stringMatching(/^msg_/) });
});

test('npm run ops finds the running service and all its indexes', () => {
  expect(script('ops', 'indexes', '--check')).toMatch(/All indexes and validators of \d+ collections are there/);
});

for (const role of ['admin', 'moderator'] as const)
  test(`the ${role} of npm start signs in`, async ({ page }) => {
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on(
      'request',
      (request) => new URL(request.url()).hostname !== '127.0.0.1' && problems.push(`outside: ${request.url()}`),
    );
    const { email, password } = accounts()[role];
    await page.goto('/login');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: /sign in/i }).click();
    await expect(page).not.toHaveURL(/login/);
    await expect(page.getByRole('navigation').first()).toBeVisible();
    expect(problems).toEqual([]);
  });
