import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLog } from '../audit/index.ts';
import { messages } from '../messages/index.ts';
import { decideCase } from './decide-case.ts';
import { moderationCases } from './moderation-cases.ts';
import { openCase } from './open-case.ts';

const CASES = 500;
const AT_ONCE = 4;

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext({ MODERATION_SECOND_REVIEW_RATE: '0' });
});
afterAll(() => t.close());

/** Copies of one message, each with its case. */
const makeCases = async (): Promise<string[]> => {
  const author = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, author);
  const { message_id } = await makeMessage(t.ctx, author, conversation_id);
  const message = await messages(t.ctx).findOne({ _id: message_id });
  if (!message) throw new Error('not stored');
  const first = await openCase(t.ctx, message, { source: 'moderator', by: null });
  const copies = Array.from({ length: CASES - 1 }, (_, n) => {
    const id = `case_copy${String(n).padStart(8, '0')}`;
    return { ...first, _id: id, case_id: id, message_id: id.replace('case', 'msg') };
  });
  await moderationCases(t.ctx).insertMany(copies);
  return [first._id, ...copies.map(({ _id }) => _id)];
};

test('two moderators on 500 cases at once: no case is decided twice, and who lost knows who decided what', {
  timeout: 120_000,
}, async () => {
  const ids = await makeCases();
  const lost: Record<string, unknown>[] = [];
  const won = new Map<string, string>();
  const work = async (action: 'approve' | 'dismiss', order: string[]) => {
    const me = makeIdentity('moderator');
    const queue = order.values();
    const take = async () => {
      for (const case_id of queue) {
        const outcome = await decideCase(t.ctx, me, { case_id, version: 1, action }).catch((error: unknown) => error);
        if (outcome instanceof Error) lost.push({ case_id, by: me.user_id, ...Object(outcome).details.extra });
        else if (won.has(case_id)) throw new Error(`${case_id} was decided twice`);
        else won.set(case_id, me.user_id);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, take));
  };
  await Promise.all([work('approve', ids), work('dismiss', ids)]);

  expect([won.size, lost.length]).toEqual([CASES, CASES]);
  for (const { case_id, by, decided_by } of lost) {
    expect(decided_by).toBe(won.get(String(case_id)));
    expect(decided_by).not.toBe(by);
  }
  const docs = await moderationCases(t.ctx).find().toArray();
  expect(docs.every(({ decisions, version }) => decisions.length === 1 && version === 2)).toBe(true);
  const entries = (action: string) => auditLog(t.ctx).countDocuments({ action });
  expect((await entries('moderation.decide')) - (await entries('moderation.foundChanged'))).toBe(CASES);
});
