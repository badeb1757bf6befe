import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listMessages } from './list-messages.ts';
import { messages } from './messages.ts';

let t: TestContext;
const me = makeIdentity();
let conversation_id: string;

beforeAll(async () => {
  t = await createTestContext();
  ({ conversation_id } = await makeConversation(t.ctx, me));
  for (let i = 0; i < 25; i++) await makeMessage(t.ctx, me, conversation_id, `message ${i + 1}`);
});
afterAll(() => t.close());

const readAll = async (direction: 'asc' | 'desc', limit: number, rest: object = {}) => {
  const numbers: number[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await listMessages(t.ctx, me, { conversation_id, direction, limit, cursor, ...rest });
    numbers.push(...page.items.map((item) => item.sequence_number));
    cursor = page.next_cursor ?? undefined;
    pages++;
  } while (cursor !== undefined);
  return { numbers, pages };
};

test('pages in both directions give every message once, in order', async () => {
  const ascending = Array.from({ length: 25 }, (_, i) => i + 1);
  expect(await readAll('asc', 10)).toEqual({ numbers: ascending, pages: 3 });
  expect(await readAll('desc', 5)).toEqual({ numbers: ascending.toReversed(), pages: 5 });
});

test('a filter that leaves few does not lose any', async () => {
  await messages(t.ctx).updateMany(
    { conversation_id, sequence_number: { $in: [1, 2, 24] } },
    { $set: { status: 'archived' } },
  );
  expect((await readAll('desc', 2, { status: 'archived' })).numbers).toEqual([24, 2, 1]);
  expect((await readAll('asc', 100)).numbers).toHaveLength(22);
  await messages(t.ctx).updateMany({ conversation_id }, { $set: { status: 'active' } });
});

test('a cursor that is not ours is refused', async () => {
  for (const cursor of ['x', 'czA', Buffer.from('s-1').toString('base64url'), '$ne']) {
    await expect(
      listMessages(t.ctx, me, { conversation_id, direction: 'asc', limit: 5, cursor }),
    ).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  }
});

test('users never see where a message came from; moderators do, and it is audited', async () => {
  await messages(t.ctx).updateOne(
    { conversation_id, sequence_number: 1 },
    { $set: { 'client_metadata.ip_address': 'hash', 'client_metadata.request_headers': { 'user-agent': 'x' } } },
  );
  const mine = await listMessages(t.ctx, me, { conversation_id, direction: 'asc', limit: 1 });
  expect(JSON.stringify(mine)).not.toContain('ip_address');
  const moderator = makeIdentity('moderator');
  const theirs = await listMessages(t.ctx, moderator, { conversation_id, direction: 'asc', limit: 1 });
  expect(theirs.items[0]?.client_metadata?.ip_address).toBe('hash');
  expect(await t.ctx.db.collection('audit_log').countDocuments({ 'target.id': conversation_id })).toBe(1);
});

test('the page query is served by its index', async () => {
  const plan = await messages(t.ctx)
    .find({ conversation_id, sequence_number: { $gte: 5, $lte: 15 } })
    .sort({ sequence_number: -1 })
    .limit(10)
    .explain();
  expect(JSON.stringify(plan)).toContain('idx_conversation_sequence');
});
