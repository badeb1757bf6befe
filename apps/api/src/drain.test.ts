import { connect } from 'node:net';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { expect, test } from 'vitest';
import { bearer, startApi } from './testing/api.test-kit.ts';
import { head } from './testing/raw.test-kit.ts';
import { readEvents } from './testing/streams.test-kit.ts';
import { toCall } from './testing/trpc.test-kit.ts';

const read = (socket: ReturnType<typeof connect>) => {
  const state = { text: '', closed: false };
  socket.on('data', (chunk) => {
    state.text += chunk;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    state.closed = true;
  });
  return state;
};

test('a server that closes answers what it has begun, ends its streams with a hint, and refuses what comes late', async () => {
  const api = await startApi();
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const { message_id } = await makeMessage(api.t.ctx, me, conversation_id);
  const authorization = await bearer(me);
  const rest = await readEvents(api, `/messages/${message_id}/events`, me);
  const trpc = await readEvents(api, toCall('subscription', 'messages.watch', { message_id }).path, me);
  await expect.poll(() => [rest.events.length, trpc.events.length]).toEqual([1, 2]);

  const body = JSON.stringify({ conversation_id, content: { text: 'begun before' } });
  const headers = { authorization, 'content-type': 'application/json', 'content-length': body.length };
  const [begun, never, late] = [1, 2, 3].map(() => connect(api.port, '127.0.0.1'));
  if (!begun || !never || !late) throw new Error('no connection');
  const [answer, unused, refused] = [read(begun), read(never), read(late)];
  begun.write(head('POST', '/messages', headers) + body.slice(0, 10));
  late.write(head('POST', '/messages', headers) + body.slice(0, 10));
  await expect.poll(async () => (await api.send({ path: '/health' })).text).toContain('"concurrent_requests":5');

  const closing = api.app.close();
  await Promise.all([rest.ended, trpc.ended]);
  expect(rest.retry).toBe(1_000);
  expect(rest.events.map(({ event }) => event)).toEqual(['progress']);
  expect(JSON.stringify(trpc.events.at(-1))).toMatch(/serialized-error.*UNAVAILABLE.*"retry_after":1/);
  await expect.poll(() => unused.closed).toBe(true);

  begun.write(body.slice(10));
  late.write(`${body.slice(10)}${head('GET', '/conversations', { authorization })}`);
  await closing;
  await expect.poll(() => [answer.closed, refused.closed]).toEqual([true, true]);
  expect(answer.text).toMatch(/^HTTP\/1\.1 202 [\s\S]*connection: close/i);
  expect(refused.text.match(/^HTTP\/1\.1 \d+/)?.[0]).toBe('HTTP/1.1 202');
  expect(api.app.openStreams.count()).toBe(0);
  await api.t.close();
});
