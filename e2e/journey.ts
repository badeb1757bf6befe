import { CONSOLE_HEADER } from '@message-service/shared/auth';
import type { Page } from '@playwright/test';
import { admin } from './environment.ts';
import { expect } from './fixtures.ts';

const CSRF = { [CONSOLE_HEADER.name]: CONSOLE_HEADER.value };

export const signIn = async (page: Page, password = admin().password) => {
  await page.getByLabel('Email').fill(admin().email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

type Created = { result: { data: { json: { conversation_id: string } } } };

/** A conversation of the signed-in admin, made through the console's own door to the api. */
export const createConversation = async (page: Page, title: string, settings = {}): Promise<string> => {
  const answer = await page.request.post('/api/trpc/conversations.create', {
    headers: CSRF,
    data: { json: { character_id: 'char_luna00001', title, settings } },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  const { result }: Created = await answer.json();
  return result.data.json.conversation_id;
};

type Listed = {
  result: { data: { json: { items: { message_id: string; role: string; content: { text: string } }[] } } };
};

const listMessages = async (page: Page, conversation_id: string) => {
  const input = { json: { conversation_id, limit: 100, direction: 'asc' } };
  const answer = await page.request.get('/api/trpc/messages.list', { params: { input: JSON.stringify(input) } });
  expect(answer.status(), await answer.text()).toBe(200);
  const { result }: Listed = await answer.json();
  return result.data.json.items;
};

/** What the api has stored in a conversation, oldest first. */
export const storedMessages = async (page: Page, conversationId: string) =>
  (await listMessages(page, conversationId)).map(({ role, content }) => ({ role, text: content.text }));

/** The id of the message that a conversation ends with. */
export const newestMessage = async (page: Page, conversationId: string): Promise<string> =>
  (await listMessages(page, conversationId)).at(-1)?.message_id ?? '';

/** Writes into the composer, sends with Enter, and waits until the reply is stored and shown. */
export const send = async (page: Page, text: string) => {
  const entries = page.getByRole('log').getByRole('article');
  const before = await entries.count();
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
  await expect(entries).toHaveCount(before + 2);
  await expect(page.locator('[data-reply]')).toHaveCount(0);
};
