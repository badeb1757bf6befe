import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveMessage } from './archive-message.ts';
import { countDeadLetters } from './count-messages.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { messages } from './messages.ts';
import { processingQueue } from './processing-queue.ts';
import { retryMessage } from './retry-message.ts';
import { openWorld, type World } from './world.test-kit.ts';

let w: World;
const auditor = makeIdentity('auditor');
const failed: string[] = [];
beforeAll(async () => {
  w = await openWorld();
  for (let i = 0; i < 7; i++) failed.push(await w.failed());
  await w.completed();
  await w.accept();
});
afterAll(() => w.close());

const page = (limit: number, cursor?: string) => listDeadLetters(w.ctx, auditor, { limit, cursor });

test('failed messages, newest first, with why, what it cost and how far it came; never their text', async () => {
  const { items, next_cursor } = await page(50);
  expect(items.map(({ message_id }) => message_id)).toEqual(failed.toReversed());
  expect(next_cursor).toBeNull();
  const { doc } = await w.read(failed[6] ?? '');
  expect(items[0]).toEqual({
    message_id: doc?.message_id,
    conversation_id: doc?.conversation_id,
    user_id: w.me.user_id,
    character_id: 'char_luna00001',
    code: 'LLM_REJECTED',
    reason: doc?.processing_metadata?.error_message,
    attempts: 1,
    provider_calls: 1,
    retries: 0,
    last_step: 'context_built',
    created_at: doc?.timestamps.created_at,
    failed_at: doc?.timestamps.completed_at,
  });
  expect(JSON.stringify(items)).not.toContain('sim:error');
  expect(await countDeadLetters(w.ctx)).toBe(7);
  expect((await w.audited('dead-letters'))[0]).toEqual(['queues.deadLetters', auditor.user_id, undefined]);
});

test('pages neither miss nor repeat anything, also where many failed in the same millisecond', async () => {
  const at = new Date('2026-01-01T00:00:00Z');
  await messages(w.ctx).updateMany({ _id: { $in: failed.slice(0, 5) } }, { $set: { 'timestamps.completed_at': at } });
  const seen: string[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 4; pages++) {
    const { items, next_cursor } = await page(2, cursor);
    seen.push(...items.map(({ message_id }) => message_id));
    expect(next_cursor === null).toBe(pages === 3);
    cursor = next_cursor ?? undefined;
  }
  expect(seen.slice(0, 2)).toEqual([failed[6], failed[5]]);
  expect(seen.slice(2)).toEqual(failed.slice(0, 5).sort().reverse());
});

test('what is retried or archived leaves the list and the count; a job that is no longer kept leaves gaps', async () => {
  await retryMessage(w.ctx, makeIdentity('admin'), { message_id: failed[6] ?? '' });
  await archiveMessage(w.ctx, w.me, { message_id: failed[5] ?? '' });
  await processingQueue(w.ctx).deleteOne({ message_id: failed[4] });
  const { items } = await page(50);
  expect(items).toHaveLength(5);
  expect(await countDeadLetters(w.ctx)).toBe(5);
  expect(items.find(({ message_id }) => message_id === failed[4])).toMatchObject({
    code: 'LLM_REJECTED',
    attempts: null,
    provider_calls: null,
    last_step: null,
  });
});

test.each(['x', 'c', Buffer.from('1.msg_short').toString('base64url'), Buffer.from('{"$ne":1}').toString('base64url')])(
  'the cursor %s is refused',
  async (cursor) => {
    await expect(page(2, cursor)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { errors: [{ path: 'cursor' }] },
    });
  },
);
