import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContext, type OpenContext } from '../context.ts';
import { auditHeads, auditLog, getAuditHead, recordAudit, verifyAudit } from './index.ts';

let test: Awaited<ReturnType<typeof createTestContext>>;
const actor = { user_id: 'user_moderator1', roles: ['moderator' as const], source: 'bearer' };
const origin = { trace_id: 'trace-1', address_hash: 'ab'.repeat(32) };
const target = { type: 'message', id: 'msg_000000001', text: 'not to be stored' };
const act = { actor, action: 'queues.pause', target: { type: 'queue', id: 'maintenance' } } as const;

beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

/** As other processes have it: connections and a memory of their own. */
const openOthers = (count: number): Promise<OpenContext[]> =>
  Promise.all(Array.from({ length: count }, () => createContext(test.settings, test.ctx.log, 'other')));

const times = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, i) => make(i));

describe('recordAudit', () => {
  it('stores who did what to which thing, from where and by which request, and nothing else of them', async () => {
    const details = { owner: 'user_000000001', count: 3, tags: ['a', 'b'], left: null };
    const change = { before: { roles: ['user'] }, after: { roles: ['user', 'admin'] } };
    const entry = await recordAudit(test.ctx, {
      actor: { ...actor, origin: { ...origin, secret: 'not to be stored' } as typeof origin },
      action: 'messages.readOther',
      target,
      details,
      ...change,
    });
    const stored = await auditLog(test.ctx).findOne({ _id: entry._id });
    expect(stored).toEqual({
      _id: entry._id,
      sequence: 2,
      at: entry.at,
      actor: { user_id: 'user_moderator1', roles: ['moderator'] },
      origin,
      action: 'messages.readOther',
      target: { type: 'message', id: 'msg_000000001' },
      details,
      ...change,
      terms: expect.arrayContaining(['messages.readother', 'readother', 'msg_000000001', 'trace-1', 'admin', 'b']),
      prev_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(stored)).not.toContain('not to be stored');
  });

  it('resolves when the entry and a head that covers it are stored', async () => {
    const { sequence, hash, at } = await recordAudit(test.ctx, act);
    expect(await getAuditHead(test.ctx)).toEqual({ sequence, hash, at });
    expect(await auditLog(test.ctx).findOne({ sequence })).toMatchObject({ hash });
  });

  it('neither loses nor forks: 6 processes, 40 at once each, one chain', async () => {
    const others = await openOthers(5);
    const before = (await getAuditHead(test.ctx)).sequence;
    const acts = [test.ctx, ...others].flatMap((ctx) => times(40, () => recordAudit(ctx, act)));
    const numbers = (await Promise.all(acts)).map(({ sequence }) => sequence);
    await Promise.all(others.map((ctx) => ctx.close()));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(times(240, (i) => before + 1 + i));
    expect(await auditLog(test.ctx).countDocuments({ action: 'queues.pause' })).toBe(241);
    expect(await verifyAudit(test.ctx)).toMatchObject({ ok: true, checked: before + 240 });
  });

  it('goes on after a crash between an entry and the head', async () => {
    const kept = await auditHeads(test.ctx).findOne({ _id: 'head' });
    const last = await recordAudit(test.ctx, act);
    if (!kept) throw new Error('no head');
    await auditHeads(test.ctx).replaceOne({ _id: 'head' }, kept);
    expect(await verifyAudit(test.ctx)).toMatchObject({ ok: true, checked: last.sequence });
    const [other] = await openOthers(1);
    if (!other) throw new Error('no other process');
    expect((await recordAudit(other, act)).sequence).toBe(last.sequence + 1);
    await other.close();
    expect((await recordAudit(test.ctx, act)).sequence).toBe(last.sequence + 2);
    expect(await verifyAudit(test.ctx)).toMatchObject({ ok: true, faults_total: 0 });
  });

  it('refuses when the entry cannot be stored, and takes the next one', async () => {
    const { sequence } = await getAuditHead(test.ctx);
    const bad = { ...act, before: 5 as never };
    const outcomes = await Promise.allSettled([recordAudit(test.ctx, bad)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected']);
    expect((await recordAudit(test.ctx, act)).sequence).toBe(sequence + 1);
    expect(await verifyAudit(test.ctx)).toMatchObject({ ok: true });
  });
});
