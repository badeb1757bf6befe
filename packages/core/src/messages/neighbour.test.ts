import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  archiveConversation,
  conversations,
  createConversation,
  readConversation,
  restoreConversation,
  updateConversation,
} from '../conversations/index.ts';
import { answer, startNeighbour } from '../neighbour.test-kit.ts';
import { addSystemMessage, messages } from './index.ts';

let t: TestContext;
let server: Awaited<ReturnType<typeof startNeighbour>>;
const [me, other] = [makeIdentity(), makeIdentity()];
const remote = {
  conversation_id: 'conv_remote00001',
  user_id: me.user_id,
  character_id: 'char_luna00001',
  status: 'active',
  title: 'Kept elsewhere',
  settings: { temperature: 0.3, shiny_new_setting: true },
  more: { ignored: true },
};
const { conversation_id } = remote;

beforeAll(async () => {
  server = await startNeighbour(answer(200, remote));
  t = await createTestContext({
    CONVERSATION_SERVICE_URL: server.url,
    NEIGHBOUR_MAX_TRIES: '1',
    NEIGHBOUR_TRY_TIMEOUT: '2',
    NEIGHBOUR_BREAKER_FAILURES: '1000',
  });
});
afterAll(async () => {
  await t.close();
  await server.close();
});
beforeEach(async () => {
  server.seen.length = 0;
  server.control.behave = answer(200, remote);
  await conversations(t.ctx).deleteMany({});
  await messages(t.ctx).deleteMany({});
});

test('a message is accepted for a conversation that the Conversation Service knows, by ten at once', async () => {
  const accepted = await Promise.all(
    Array.from({ length: 10 }, (_, i) => makeMessage(t.ctx, me, conversation_id, `number ${i}`)),
  );
  expect(accepted.map(({ sequence_number }) => sequence_number).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 10 }, (_, i) => i + 1),
  );
  expect(server.seen[0]).toMatchObject({ method: 'GET', path: `/conversations/${conversation_id}` });
  const { more, ...known } = { ...remote, settings: { temperature: 0.3 } };
  expect(await conversations(t.ctx).findOne({ _id: conversation_id })).toMatchObject({ ...known, message_count: 20 });
});

test('its word on owner, status and existence holds; nothing is stored against it', async () => {
  const send = (as = me) => makeMessage(t.ctx, as, conversation_id);
  await expect(send(other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(readConversation(t.ctx, other, conversation_id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await readConversation(t.ctx, me, conversation_id)).toMatchObject({ title: 'Kept elsewhere' });
  server.control.behave = answer(200, { ...remote, status: 'archived' });
  await expect(send()).rejects.toMatchObject({ code: 'CONFLICT' });
  server.control.behave = answer(200, { ...remote, user_id: other.user_id });
  await expect(send()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const status of [403, 404]) {
    server.control.behave = answer(status, {});
    await expect(send()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(readConversation(t.ctx, me, conversation_id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  server.control.behave = answer(200, { ...remote, conversation_id: 'conv_another0001' });
  await expect(send()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await messages(t.ctx).countDocuments()).toBe(0);
});

test('while it is away no message is accepted, and what we know can still be read', async () => {
  await makeMessage(t.ctx, me, conversation_id);
  for (const behave of [answer(500, {}), answer(200, 'no'), () => undefined]) {
    server.control.behave = behave;
    await expect(makeMessage(t.ctx, me, conversation_id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await readConversation(t.ctx, me, conversation_id)).toMatchObject({ conversation_id, message_count: 2 });
    const told = async (as: typeof me, id: string) =>
      readConversation(t.ctx, as, id).catch(({ code, message }) => ({ code, message }));
    const unknown = await told(me, 'conv_unknown0001');
    expect(unknown).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await told(other, conversation_id)).toEqual(unknown);
  }
  expect(await messages(t.ctx).countDocuments()).toBe(1);
});

test('creating, changing, archiving and restoring are done there, for the user, and kept here', async () => {
  server.control.behave = answer(201, remote);
  const created = await createConversation(t.ctx, me, { character_id: 'char_luna00001', tags: ['a', 'a'] });
  expect(created).toMatchObject({ conversation_id, title: 'Kept elsewhere', message_count: 0 });
  server.control.behave = answer(200, { ...remote, title: 'New' });
  const change = { conversation_id, title: 'New', settings: { top_p: null } };
  expect(await updateConversation(t.ctx, me, change)).toMatchObject({ title: 'New' });
  server.control.behave = answer(200, { ...remote, status: 'archived' });
  expect(await archiveConversation(t.ctx, me, { conversation_id })).toMatchObject({ status: 'archived' });
  server.control.behave = answer(200, remote);
  expect(await restoreConversation(t.ctx, me, { conversation_id })).toMatchObject({ status: 'active' });
  const sent = server.seen.map(({ method, path, headers, body }) => ({
    call: `${method} ${path}`,
    user: headers['x-user-id'],
    body: body === '' ? null : JSON.parse(body),
  }));
  const at = `/conversations/${conversation_id}`;
  const user = me.user_id;
  const body = { character_id: 'char_luna00001', user_id: user, title: 'Luna', tags: ['a'] };
  expect(sent).toEqual([
    { call: 'POST /conversations', user, body },
    { call: `GET ${at}`, user: undefined, body: null },
    { call: `PATCH ${at}`, user, body: { title: 'New', settings: { top_p: null } } },
    { call: `GET ${at}`, user: undefined, body: null },
    { call: `DELETE ${at}`, user, body: null },
    { call: `GET ${at}`, user: undefined, body: null },
    { call: `POST ${at}/restore`, user, body: null },
  ]);
  server.control.behave = answer(404, {});
  await expect(updateConversation(t.ctx, me, change)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  server.control.behave = answer(200, { ...remote, user_id: other.user_id });
  await expect(updateConversation(t.ctx, me, change)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  server.control.behave = answer(200, remote);
  await expect(archiveConversation(t.ctx, other, { conversation_id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test("what is somebody else's is not changed there", async () => {
  server.control.behave = answer(200, { ...remote, user_id: other.user_id });
  const change = { conversation_id, title: 'Mine now' };
  await expect(updateConversation(t.ctx, me, change)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(archiveConversation(t.ctx, me, { conversation_id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(restoreConversation(t.ctx, me, { conversation_id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(server.seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
});

test('what only the Conversation Service has met can be archived, restored and spoken into', async () => {
  server.control.behave = answer(200, { ...remote, status: 'archived' });
  expect(await archiveConversation(t.ctx, me, { conversation_id })).toMatchObject({ status: 'archived' });
  await conversations(t.ctx).deleteMany({});
  server.control.behave = answer(200, remote);
  expect(await restoreConversation(t.ctx, me, { conversation_id })).toMatchObject({ status: 'active' });
  await conversations(t.ctx).deleteMany({});
  const said = await addSystemMessage(t.ctx, makeIdentity('admin'), { conversation_id, content: { text: 'Be calm.' } });
  expect(said).toMatchObject({ role: 'system', sequence_number: 1 });
});
