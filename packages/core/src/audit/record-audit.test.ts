import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLog, recordAudit } from './index.ts';

let test: Awaited<ReturnType<typeof createTestContext>>;
const actor = { user_id: 'user_moderator1', roles: ['moderator' as const], source: 'bearer' };
const target = { type: 'message', id: 'msg_000000001', text: 'not to be stored' };

beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

describe('recordAudit', () => {
  it('stores who did what to which thing, and nothing else of them', async () => {
    const details = { owner: 'user_000000001', count: 3, tags: ['a', 'b'], before: null };
    const entry = await recordAudit(test.ctx, {
      actor,
      action: 'messages.readOther',
      target,
      details,
    });
    expect(await auditLog(test.ctx).findOne({ _id: entry._id })).toEqual({
      _id: entry._id,
      at: entry.at,
      actor: { user_id: 'user_moderator1', roles: ['moderator'] },
      action: 'messages.readOther',
      target: { type: 'message', id: 'msg_000000001' },
      details,
    });
  });

  it('adds an entry for every act, the same one again included', async () => {
    const acts = Array.from({ length: 20 }, () =>
      recordAudit(test.ctx, { actor, action: 'queues.pause', target: { type: 'queue', id: 'maintenance' } }),
    );
    const ids = (await Promise.all(acts)).map((entry) => entry._id);
    expect(new Set(ids).size).toBe(20);
    expect(await auditLog(test.ctx).countDocuments({ action: 'queues.pause' })).toBe(20);
  });
});
