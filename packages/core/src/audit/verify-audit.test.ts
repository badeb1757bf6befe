import type { AuditFault, AuditReport } from '@message-service/shared/audit';
import { createTestContext } from '@message-service/testing/context';
import type { AnyBulkWriteOperation } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createContext } from '../context.ts';
import { ensureCollections } from '../mongo/index.ts';
import { hashEntry, headMac } from './chain.ts';
import { type AuditEntry, type AuditHeadDoc, auditHeads, auditLog, recordAudit, verifyAudit } from './index.ts';

let test: Awaited<ReturnType<typeof createTestContext>>;
let entries: AuditEntry[];
let end: AuditHeadDoc[];
const LENGTH = 12;
const actor = { user_id: 'user_admin00001', roles: ['admin' as const] };

/** By a process of its own, which does not remember where the log ended. */
const act = async (count: number) => {
  const ctx = await createContext(test.settings, test.ctx.log, 'another process');
  try {
    for (let id = 0; id < count; id++)
      await recordAudit(ctx, { actor, action: 'users.disable', target: { type: 'user', id: `user_${id}` } });
  } finally {
    await ctx.close();
  }
};
const clear = () => Promise.all([auditLog(test.ctx).deleteMany({}), auditHeads(test.ctx).deleteMany({})]);

beforeAll(async () => {
  test = await createTestContext();
  await act(LENGTH - 1);
  entries = await auditLog(test.ctx).find().toArray();
  end = await auditHeads(test.ctx).find().toArray();
});
afterAll(() => test.close());
beforeEach(async () => {
  await clear();
  await Promise.all([auditLog(test.ctx).insertMany(entries), auditHeads(test.ctx).insertMany(end)]);
});

const tamper = (...operations: AnyBulkWriteOperation<AuditEntry>[]) => auditLog(test.ctx).bulkWrite(operations);
const set = (sequence: number, change: object) => ({ updateOne: { filter: { sequence }, update: { $set: change } } });
const remove = (sequence: object | number) => ({ deleteMany: { filter: { sequence: sequence as number } } });
const entry = async (sequence: number): Promise<AuditEntry> => {
  const found = await auditLog(test.ctx).findOne({ sequence });
  if (!found) throw new Error(`no entry ${sequence}`);
  return found;
};
const head = async () => {
  const found = await auditHeads(test.ctx).findOne({ _id: 'head' });
  if (!found) throw new Error('no head');
  return found;
};
const faultsOf = (report: AuditReport) => report.faults.map(({ kind, sequence }) => [kind, sequence]);
const verified = async () => faultsOf(await verifyAudit(test.ctx));
type Found = [AuditFault['kind'], number | null][];

describe('a log that nobody touched', () => {
  it('is in order, and says where it ends', async () => {
    const progress: unknown[] = [];
    const report = await verifyAudit(test.ctx, { onProgress: (step) => progress.push(step) });
    expect(report).toMatchObject({ ok: true, checked: LENGTH, before_chain: 0, faults: [], faults_total: 0 });
    expect(report.head).toMatchObject({ sequence: LENGTH, hash: (await entry(LENGTH)).hash });
    expect(progress).toEqual([{ checked: LENGTH, total: LENGTH }]);
  });

  it('is not in order by another secret', async () => {
    const settings = { ...test.settings, AUDIT_SECRET_KEY: 'the secret of somebody else' };
    const report = await verifyAudit({ ...test.ctx, settings });
    expect(report).toMatchObject({ ok: false, faults_total: LENGTH + 2 });
  });
});

describe('what is done to it without the secret is found', () => {
  const cases: [string, () => Promise<unknown>, Found][] = [
    ['an edited target', () => tamper(set(5, { 'target.id': 'user_other' })), [['changed', 5]]],
    ['an edited time', () => tamper(set(5, { at: new Date(0) })), [['changed', 5]]],
    ['another actor', () => tamper(set(LENGTH, { 'actor.user_id': 'user_x' })), [['changed', LENGTH]]],
    ['an added field', () => tamper(set(5, { note: 'x' })), [['changed', 5]]],
    [
      'a removed field',
      () => tamper({ updateOne: { filter: { sequence: 5 }, update: { $unset: { origin: 1 } } } }),
      [['changed', 5]],
    ],
    ['hidden words', () => tamper(set(5, { terms: [] })), [['changed', 5]]],
    ['one deleted', () => tamper(remove(5)), [['missing', 5]]],
    ['several deleted', () => tamper(remove({ $gte: 5, $lt: 8 })), [['missing', 5]]],
    ['the first deleted', () => tamper(remove(1)), [['missing', 1]]],
    ['the tail cut off', () => tamper(remove({ $gt: 9 })), [['cut', 10]]],
    ['all deleted', () => tamper(remove({ $gt: 0 })), [['cut', 1]]],
    ['the head deleted', () => auditHeads(test.ctx).deleteMany({}), [['head', null]]],
  ];
  it.each(cases)('%s', async (_name, change, expected) => {
    await change();
    expect(await verified()).toEqual(expected);
  });

  it('two that changed places', async () => {
    const [a, b] = [await entry(5), await entry(8)];
    await tamper(set(5, { sequence: 1_000 }), set(8, { sequence: 5 }), set(1_000, { sequence: 8 }));
    expect(await verified()).toEqual([
      ['unlinked', 5],
      ['changed', 5],
      ['unlinked', 6],
      ['unlinked', 8],
      ['changed', 8],
      ['unlinked', 9],
    ]);
    expect([a._id, b._id]).toEqual([(await entry(8))._id, (await entry(5))._id]);
  });

  it('one put in between, its followers moved on, all with hashes of another secret', async () => {
    const forger = { AUDIT_SECRET_KEY: 'guessed, but not the one' };
    for (let number = LENGTH; number >= 6; number--) await tamper(set(number, { sequence: number + 1 }));
    const forged = { ...(await entry(5)), _id: 'evt_forged000001', sequence: 6, prev_hash: (await entry(5)).hash };
    await auditLog(test.ctx).insertOne({ ...forged, hash: hashEntry(forger, forged as AuditEntry) } as AuditEntry);
    const report = await verifyAudit(test.ctx);
    expect(report.ok).toBe(false);
    expect(faultsOf(report)).toContainEqual(['changed', 6]);
    expect(faultsOf(report)).toContainEqual(['unlinked', 7]);
  });

  it('one added behind the end, and one beside the chain', async () => {
    const { _id, sequence, ...last } = await entry(LENGTH);
    await auditLog(test.ctx).insertMany([
      { ...last, _id: 'evt_behind000001', sequence: LENGTH + 1, prev_hash: last.hash ?? '' },
      { _id: 'evt_beside000001', at: new Date(), actor, action: 'a.b', target: last.target, details: {} },
    ]);
    expect(await verified()).toEqual([
      ['changed', LENGTH + 1],
      ['extra', null],
      ['before_chain', null],
    ]);
  });

  it('one with a number far behind the end, which neither holds up who reads nor moves the end', async () => {
    const { _id, ...last } = await entry(LENGTH);
    const FAR = 9_000_000_000_000;
    await auditLog(test.ctx).insertOne({ ...last, _id: 'evt_far000000001', sequence: FAR });
    await act(1);
    const progress: unknown[] = [];
    const report = await verifyAudit(test.ctx, { onProgress: (step) => progress.push(step) });
    expect(faultsOf(report)).toEqual([
      ['missing', LENGTH + 2],
      ['changed', FAR],
    ]);
    expect(progress).toEqual([{ checked: LENGTH + 2, total: LENGTH + 2 }]);
    expect((await entry(LENGTH + 1)).prev_hash).toBe(last.hash);
  });

  it('one with a number before the first', async () => {
    const { _id, ...last } = await entry(LENGTH);
    await auditLog(test.ctx).insertOne({ ...last, _id: 'evt_before000001', sequence: -5 });
    expect(await verified()).toContainEqual(['before_chain', null]);
  });

  it('a second one of a number, with the unique index dropped', async () => {
    await auditLog(test.ctx).dropIndex('uq_sequence');
    await auditLog(test.ctx).insertOne({ ...(await entry(5)), _id: 'evt_zsecond00001' });
    const faults = await verified();
    await clear();
    await ensureCollections(test.ctx.db, [auditLog.definition]);
    expect(faults).toContainEqual(['extra', 5]);
  });

  it('a cut tail with the head edited to match: the head is keyed as well', async () => {
    const last = await entry(9);
    await tamper(remove({ $gt: 9 }));
    const edited = { sequence: 9, hash: last.hash ?? '', at: last.at };
    const mac = headMac({ AUDIT_SECRET_KEY: 'guessed, but not the one' }, edited);
    await auditHeads(test.ctx).updateOne({ _id: 'head' }, { $set: { ...edited, mac } });
    expect(await verified()).toEqual([['head', 9]]);
  });
});

describe('a tail cut off together with a true older head put back', () => {
  const cutBack = async () => {
    const older = await head();
    await act(3);
    const newer = await head();
    await tamper(remove({ $gt: LENGTH }));
    await auditHeads(test.ctx).replaceOne({ _id: 'head' }, older);
    return newer;
  };

  it('is found by a head that was printed before', async () => {
    const newer = await cutBack();
    expect(await verified()).toEqual([]);
    const report = await verifyAudit(test.ctx, { heads: [newer] });
    expect(faultsOf(report)).toEqual([['cut', LENGTH + 1]]);
    expect(report.heads_compared).toBe(1);
  });
});

it('what was cut off stays missing when the log goes on', async () => {
  await tamper(remove({ $gt: 9 }));
  await act(1);
  expect(await entry(LENGTH + 1)).toMatchObject({ prev_hash: end[0]?.hash });
  expect(await verified()).toEqual([['missing', 10]]);
});

describe('entries from before the chain', () => {
  const old = (id: number): AuditEntry => ({
    _id: `evt_old00000000${id}`,
    at: new Date(Date.UTC(2026, 0, id)),
    actor,
    action: 'messages.get',
    target: { type: 'message', id: `msg_${id}` },
    details: {},
  });
  beforeEach(async () => {
    await clear();
    await auditLog(test.ctx).insertMany([old(1), old(2), old(3)]);
    await act(1);
  });

  it('are held in its first one', async () => {
    expect(await verifyAudit(test.ctx)).toMatchObject({ ok: true, checked: 2, before_chain: 3 });
    expect((await entry(1)).details).toMatchObject({ entries_before: 3 });
  });

  it.each([
    ['edited', () => auditLog(test.ctx).updateOne({ _id: old(2)._id }, { $set: { action: 'a.b' } })],
    ['deleted', () => auditLog(test.ctx).deleteOne({ _id: old(2)._id })],
    ['added to', () => auditLog(test.ctx).insertOne(old(4))],
  ])('are missed when %s', async (_name, change) => {
    await change();
    expect(await verified()).toEqual([['before_chain', null]]);
  });
});
