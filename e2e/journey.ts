import { CONSOLE_HEADER } from '@message-service/shared/auth';
import type { APIRequestContext, Page } from '@playwright/test';
import { admin } from './environment.ts';
import { expect } from './fixtures.ts';

export const CSRF = { [CONSOLE_HEADER.name]: CONSOLE_HEADER.value };

export const signIn = async (page: Page, password = admin().password) => {
  await page.getByLabel('Email').fill(admin().email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

type Answer<T> = { result: { data: { json: T } } };

/** Calls a procedure that changes something, through the console's own door, as whom the context is signed in. */
export const mutate = async <T>(request: APIRequestContext, name: string, input: object): Promise<T> => {
  const answer = await request.post(`/api/trpc/${name}`, { headers: CSRF, data: { json: input } });
  expect(answer.status(), await answer.text()).toBe(200);
  const { result }: Answer<T> = await answer.json();
  return result.data.json;
};

/** Calls a procedure that reads. */
export const query = async <T>(request: APIRequestContext, name: string, input: object): Promise<T> => {
  const params = { input: JSON.stringify({ json: input }) };
  const answer = await request.get(`/api/trpc/${name}`, { params });
  expect(answer.status(), await answer.text()).toBe(200);
  const { result }: Answer<T> = await answer.json();
  return result.data.json;
};

type Client = { request: APIRequestContext };

/** A conversation of whoever is signed in. */
export const createConversation = async ({ request }: Client, title: string, settings = {}): Promise<string> => {
  const input = { character_id: 'char_luna00001', title, settings };
  const created = await mutate<{ conversation_id: string }>(request, 'conversations.create', input);
  return created.conversation_id;
};

type Listed = { items: { message_id: string; role: string; content: { text: string } }[] };

const listMessages = async ({ request }: Page, conversation_id: string) =>
  (await query<Listed>(request, 'messages.list', { conversation_id, limit: 100, direction: 'asc' })).items;

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
