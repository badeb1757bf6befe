import { DomainError } from '@message-service/shared/errors';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, openNeighbours, startNeighbour } from '../neighbour.test-kit.ts';
import { messages } from './messages.ts';
import { processMessageOnce } from './process-message.ts';

const luna = {
  character_id: 'char_luna00001',
  name: 'Luna',
  description: 'Of the moon.',
  system_prompt: 'You are Luna.',
};
const me = makeIdentity();

let t: TestContext;
let characters: Awaited<ReturnType<typeof startNeighbour>>;
beforeAll(async () => {
  characters = await startNeighbour(answer(200, luna));
  t = await createTestContext({ ...environment(), MESSAGE_PROCESSING_TIMEOUT: '300' });
});
afterAll(async () => {
  await t.close();
  await characters.close();
});

const environment = () => ({
  CHARACTERS_SERVICE_URL: characters.url,
  NEIGHBOUR_MAX_TRIES: '1',
  NEIGHBOUR_BREAKER_FAILURES: '1000',
});

const MINUTE = 60_000;
/** A worker that has just started and remembers no character. */
const at = (ms: number) => ({
  ...t.ctx,
  neighbours: openNeighbours(environment()).neighbours,
  now: () => new Date(Date.now() + ms),
});
const process = (id: string, ms = 0) =>
  processMessageOnce(at(ms), id, { id: 'w1', stopping: new AbortController().signal });
const stateOf = async (id: string) => (await messages(t.ctx).findOne({ _id: id }))?.processing_status;

test('while a neighbour is away a message waits, from when it is taken up on; then it fails, or is answered', async () => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  const [first, second] = await Promise.all(
    ['one', 'two'].map(async (text) => (await makeMessage(t.ctx, me, conversation_id, text)).message_id),
  );
  characters.control.behave = answer(503, {});
  // an hour in the queue is nobody's fault
  for (const id of [first, second]) {
    expect(await process(id ?? '', 60 * MINUTE)).toMatchObject({ kind: 'later', reason: 'UNAVAILABLE' });
    expect(await process(id ?? '', 62 * MINUTE)).toMatchObject({ kind: 'later' });
  }
  expect(await process(first ?? '', 66 * MINUTE)).toEqual({ kind: 'failed' });
  expect(await stateOf(first ?? '')).toBe('failed');
  characters.control.behave = answer(200, luna);
  expect(await process(second ?? '', 64 * MINUTE)).toEqual({ kind: 'completed' });
});

test('once its reply is decided a message waits however long it takes, and completes', async () => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  const { message_id } = await makeMessage(t.ctx, me, conversation_id, 'decided');
  const check = () => Promise.reject(new DomainError('UNAVAILABLE', 'away'));
  const processBlind = (ms: number) => {
    const ctx = { ...at(ms), safety: { ...t.ctx.safety, check } };
    return processMessageOnce(ctx, message_id, { id: 'w1', stopping: new AbortController().signal });
  };
  for (const ms of [0, 60 * MINUTE]) await expect(processBlind(ms)).rejects.toThrow('away');
  expect(await messages(t.ctx).findOne({ _id: message_id })).toMatchObject({
    processing_status: 'processing',
    reply_message_id: expect.any(String),
  });
  expect(await process(message_id, 61 * MINUTE)).toEqual({ kind: 'completed' });
});
