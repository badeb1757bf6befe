import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countByHour, countDeadLetters, countUnfinished } from './count-messages.ts';
import { messages } from './messages.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

test("users' messages are counted by the hour they came in, unfinished and failed ones apart", async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const now = new Date('2026-07-15T12:34:56.000Z');
  const at = [
    '2026-07-15T12:00:00.000Z',
    '2026-07-15T06:30:00.000Z',
    '2026-07-15T06:59:59.999Z',
    '2026-07-14T12:00:00.000Z',
  ];
  const status = ['queued', 'completed', 'failed', 'completed'] as const;
  for (const [index, time] of at.entries()) {
    const { message_id } = await makeMessage(t.ctx, me, conversation_id, `m ${index}`);
    const set = { 'timestamps.created_at': new Date(time), processing_status: status[index] ?? 'queued' };
    await messages(t.ctx).updateOne({ _id: message_id }, { $set: set });
  }
  expect(await countByHour({ ...t.ctx, now: () => now })).toEqual([
    { hour: new Date('2026-07-15T06:00:00.000Z'), received: 2, completed: 1 },
    { hour: new Date('2026-07-15T12:00:00.000Z'), received: 1, completed: 0 },
  ]);
  expect(await countUnfinished(t.ctx)).toEqual({ queued: 1, processing: 0 });
  expect(await countDeadLetters(t.ctx)).toBe(1);
});
