import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversations } from '../conversations/index.ts';
import { addSystemMessage } from './add-system-message.ts';
import { getMessageContext } from './get-message-context.ts';
import { listMessages } from './list-messages.ts';
import { messages } from './messages.ts';
import { openWorld, type World } from './world.test-kit.ts';

let w: World;
const service = makeIdentity('service');
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.close());

const begin = async (window = 4) =>
  (await makeConversation(w.ctx, w.me, { settings: { context_window_size: window } })).conversation_id;
const add = (conversation_id: string, text: string, client_msg_id?: string) =>
  addSystemMessage(w.ctx, service, { conversation_id, content: { text }, ...(client_msg_id ? { client_msg_id } : {}) });
const say = async (conversationId: string, text: string) => {
  const { message_id } = await makeMessage(w.ctx, w.me, conversationId, text);
  expect(await w.process(message_id)).toEqual({ kind: 'completed' });
  return message_id;
};
type Body = { messages: { role: string; content: string }[] };
const lastGiven = () => {
  const { body } = w.llm.requests().at(-1) ?? {};
  return (body as Body).messages;
};

test('it is stored with a number and a slot of its own, audited, and read by its owner; nobody answers it', async () => {
  const conversation_id = await begin();
  const added = await add(conversation_id, 'The user is at sea now.');
  expect(added).toMatchObject({
    role: 'system',
    message_type: 'system',
    user_id: w.me.user_id,
    sequence_number: 1,
    processing_status: 'completed',
  });
  await say(conversation_id, 'Where am I?');
  const { items } = await listMessages(w.ctx, w.me, { conversation_id, limit: 10, direction: 'asc' });
  expect(items.map(({ role, sequence_number }) => [role, sequence_number])).toEqual([
    ['system', 1],
    ['user', 2],
    ['assistant', 3],
  ]);
  expect(await conversations(w.ctx).findOne({ _id: conversation_id })).toMatchObject({ message_count: 3 });
  expect(await w.audited(conversation_id)).toEqual([['messages.addSystem', service.user_id, undefined]]);
});

test('the model reads it behind its prompt, in the one system turn, while it is within the window', async () => {
  const conversation_id = await begin();
  await say(conversation_id, 'one');
  await add(conversation_id, 'Speak of comets.');
  const id = await say(conversation_id, 'two');
  const [system, ...turns] = lastGiven();
  expect(system?.role).toBe('system');
  expect(system?.content).toMatch(/^You.+Speak of comets\.$/s);
  expect(turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(JSON.stringify(turns)).not.toContain('comets');
  const { entries } = await getMessageContext(w.ctx, makeIdentity('admin'), { message_id: id });
  expect(entries.map(({ kind, role, sequence_number }) => [kind, role, sequence_number])).toEqual([
    ['prompt', 'system', null],
    ['message', 'user', 1],
    ['message', 'assistant', 2],
    ['message', 'system', 3],
    ['message', 'user', 4],
  ]);
  await say(conversation_id, 'three');
  await say(conversation_id, 'four');
  expect(JSON.stringify(lastGiven())).not.toContain('comets');
});

test('the same key at once gives one message; another text or a key of the owner is refused', async () => {
  const conversation_id = await begin();
  const all = await Promise.all(Array.from({ length: 8 }, () => add(conversation_id, 'Once.', 'k1')));
  expect(new Set(all.map(({ message_id }) => message_id)).size).toBe(1);
  expect(await messages(w.ctx).countDocuments({ conversation_id })).toBe(1);
  expect(await conversations(w.ctx).findOne({ _id: conversation_id })).toMatchObject({ message_count: 1 });
  await expect(add(conversation_id, 'Twice.', 'k1')).rejects.toMatchObject({ code: 'CONFLICT' });
  await makeMessage(w.ctx, w.me, conversation_id, 'mine', { client_metadata: { client_msg_id: 'k2' } });
  await expect(add(conversation_id, 'mine', 'k2')).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('it is refused where the conversation is missing, archived or full, and where its text is blocked', async () => {
  await expect(add('conv_missing0001', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const conversation_id = await begin();
  await expect(add(conversation_id, 'You should kill yourself, you worthless piece of shit.')).rejects.toMatchObject({
    code: 'CONTENT_BLOCKED',
  });
  expect(await messages(w.ctx).countDocuments({ conversation_id })).toBe(0);
  await conversations(w.ctx).updateOne({ _id: conversation_id }, { $set: { message_count: 10_000 } });
  await expect(add(conversation_id, 'x')).rejects.toMatchObject({ code: 'CONVERSATION_FULL' });
  await conversations(w.ctx).updateOne({ _id: conversation_id }, { $set: { message_count: 0, status: 'archived' } });
  await expect(add(conversation_id, 'x')).rejects.toMatchObject({ code: 'CONFLICT' });
});
