import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  defineProjection,
  foldEvents,
  getProjectionLag,
  keepLogOnce,
  type MessageEventDoc,
  messageEvents,
  ProjectionHeldError,
  rebuildProjection,
} from '../events/index.ts';
import { ensureCollections } from '../mongo/index.ts';
import { archiveMessage } from './archive-message.ts';
import { getMessageHistory } from './get-message-history.ts';
import { messages } from './messages.ts';
import { outboxSource } from './outbox-source.ts';
import { patchMetadata } from './patch-metadata.ts';
import { restoreMessage } from './restore-message.ts';
import { retryMessage } from './retry-message.ts';
import { openWorld, type World } from './world.test-kit.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
  await ensureCollections(w.ctx.db, [counts.collection]);
});
beforeEach(async () => {
  for (const name of ['messages', 'message_events', 'event_checkpoints', 'test_counts'])
    await w.ctx.db.collection(name).deleteMany({});
});
afterAll(() => w.close());

/** How many events of each type every user has caused. */
const counts = defineProjection({
  name: 'counts',
  collection: { name: 'test_counts', schema: z.object({ _id: z.string() }), indexes: [] },
  project: (events) => {
    const users = new Map<string, Record<string, number>>();
    for (const { user_id, type } of events) {
      const row = users.get(user_id) ?? {};
      const name = type.replace('.', '_');
      row[name] = (row[name] ?? 0) + 1;
      users.set(user_id, row);
    }
    return [...users].map(([_id, inc]) => ({ _id, inc }));
  },
});
const work = { source: outboxSource, projections: [counts] };
const keep = (holder = 'k1', ctx: Pick<typeof w.ctx, 'db' | 'now'> = w.ctx) => keepLogOnce(ctx, work, holder);
/** A context whose clock is ahead, for a keeper that comes after a lease has run out. */
const later = (ms: number) => ({ ...w.ctx, now: () => new Date(Date.now() + ms) });
const eventsOf = (id: string) => messageEvents(w.ctx).find({ stream_id: id }).sort({ version: 1 }).toArray();
const typesOf = (events: readonly MessageEventDoc[]) => events.map(({ type }) => type.replace('message.', ''));
const counted = () =>
  w.ctx.db
    .collection('test_counts')
    .find({}, { projection: { batch: 0 } })
    .toArray();
const stored = async (id: string) => {
  const { outbox, outbox_since, events_published, ...doc } = (await messages(w.ctx).findOne({ _id: id })) ?? {};
  return { doc, outbox, published: events_published };
};

test('every change of a message is an event, and the events make the message', async () => {
  const id = await w.completed();
  const replyId = (await w.read(id)).doc?.reply_message_id ?? '';
  await patchMetadata(w.ctx, w.me, { message_id: id, custom_metadata: { bookmarked: true, own: { a: [1] } } });
  await archiveMessage(w.ctx, w.me, { message_id: id });
  await restoreMessage(w.ctx, w.me, { message_id: id });
  await keep();
  const events = await eventsOf(id);
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
  expect(typesOf(events)).toEqual([
    ...['accepted', 'processing_started', 'reply_decided', 'completed'],
    ...['metadata_changed', 'archived', 'restored'],
  ]);
  const { doc, outbox, published } = await stored(id);
  expect(foldEvents(events)).toEqual(doc);
  expect([outbox, published]).toEqual([undefined, events.length]);
  expect(foldEvents(await eventsOf(replyId))).toEqual((await stored(replyId)).doc);
});

test('failed, retried and cancelled messages fold to themselves too, counters included', async () => {
  const id = await w.failed();
  await retryMessage(w.ctx, { user_id: 'user_admin00001', roles: ['admin'] }, { message_id: id });
  await w.process(id);
  await keep();
  const events = await eventsOf(id);
  expect(typesOf(events)).toEqual([
    ...['accepted', 'processing_started', 'failed', 'retried', 'processing_started', 'reply_decided', 'completed'],
  ]);
  expect(foldEvents(events)).toEqual((await stored(id)).doc);
});

test('a keeper that dies after storing, or after sealing, leaves nothing twice and nothing out', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => w.accept()));
  const dies = new Error('dies');
  const source = { ...outboxSource, acknowledge: () => Promise.reject(dies) };
  await expect(keepLogOnce(w.ctx, { source, projections: [counts] }, 'k1')).rejects.toBe(dies);
  // stored, never sealed: as if the seal had not been written
  await w.ctx.db.collection<{ _id: string }>('event_checkpoints').updateOne({ _id: 'log' }, { $set: { sealed: 0 } });
  const first = await w.completed();
  await keep('k2', later(60_000));
  await keep('k2', later(61_000));
  for (const id of [...ids, first]) expect((await stored(id)).outbox).toBeUndefined();
  const [row] = await counted();
  // six accepted by the user, one reply
  expect(row).toMatchObject({ message_accepted: 7, message_completed: 1 });
  expect(await messageEvents(w.ctx).countDocuments()).toBe(5 + 4 + 1);
});

test('a keeper that was taken over while it stored seals nothing, and the next one takes its events up', async () => {
  const id = await w.accept();
  let next: Promise<unknown> = Promise.resolve();
  const source = {
    ...outboxSource,
    findPending: async (ctx: Parameters<typeof outboxSource.findPending>[0], limit: number) => {
      const pending = await outboxSource.findPending(ctx, limit);
      next = keep('k2', later(60_000));
      await next;
      return pending;
    },
  };
  expect(await keepLogOnce(w.ctx, { source, projections: [counts] }, 'k1')).toBeNull();
  await w.accept();
  await keep('k2', later(60_000));
  expect(await messageEvents(w.ctx).countDocuments({ stream_id: id })).toBe(1);
  expect(await counted()).toMatchObject([{ message_accepted: 2 }]);
});

test('many keepers and many writers at once: every event once, in order, counted once', async () => {
  let writing = true;
  const keepers = Array.from({ length: 4 }, async (_, n) => {
    // each believes the leases of the others to be over, now and then
    for (let round = 0; writing || round < 5; round++) await keep(`k${n}`, later(round * 20_000 + n * 5_000));
  });
  const ids = await Promise.all(Array.from({ length: 12 }, () => w.accept()));
  for (let n = 0; n < 5; n++)
    await Promise.all(ids.map((message_id) => patchMetadata(w.ctx, w.me, { message_id, custom_metadata: { n } })));
  writing = false;
  await Promise.all(keepers);
  for (let round = 0; round < 3; round++) await keep('last', later(10_000_000));
  for (const id of ids) {
    const events = await eventsOf(id);
    expect(events.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(foldEvents(events)).toEqual((await stored(id)).doc);
  }
  expect(await counted()).toMatchObject([{ message_accepted: 12, message_metadata_changed: 60 }]);
  const report = await rebuildProjection(w.ctx, counts, { check: true });
  expect(report).toMatchObject({ documents: 1, different: 0 });
});

test('a rebuild finds and mends what was altered, and says so; a check only finds it', async () => {
  await w.completed();
  await keep();
  const right = await counted();
  const rows = w.ctx.db.collection<{ _id: string }>('test_counts');
  await rows.updateOne({ _id: w.me.user_id }, { $inc: { message_accepted: 5 } });
  await rows.insertOne({ _id: 'user_nobody0001' });
  expect(await rebuildProjection(w.ctx, counts, { check: true })).toMatchObject({ documents: 1, different: 2 });
  expect(await counted()).not.toEqual(right);
  const report = await rebuildProjection(w.ctx, counts);
  expect(report).toMatchObject({ different: 2, examples: [w.me.user_id, 'user_nobody0001'] });
  expect(await counted()).toEqual(right);
  await w.completed();
  await keep();
  expect(await counted()).toMatchObject([{ message_completed: 2 }]);
  expect((await w.ctx.db.listCollections().toArray()).filter(({ name }) => name.includes('rebuild'))).toEqual([]);
});

test('one rebuild at a time; what another holds stands still, and goes on when its time is over', async () => {
  await w.completed();
  await keep();
  const held = { held_by: 'somebody', held_until: new Date(Date.now() + 60_000) };
  const checkpoints = w.ctx.db.collection<{ _id: string }>('event_checkpoints');
  await checkpoints.updateOne({ _id: 'projection.counts' }, { $set: held });
  await expect(rebuildProjection(w.ctx, counts)).rejects.toBeInstanceOf(ProjectionHeldError);
  await w.completed();
  await keep();
  expect(await counted()).toMatchObject([{ message_completed: 1 }]);
  await keep('k1', later(61_000));
  expect(await counted()).toMatchObject([{ message_completed: 2 }]);
});

test('the lag is that of the oldest event that is not counted yet', async () => {
  expect(await getProjectionLag(w.ctx, counts, outboxSource)).toBe(0);
  await w.accept();
  expect(await getProjectionLag(later(7_000), counts, outboxSource)).toBeGreaterThanOrEqual(7);
  await keepLogOnce(w.ctx, { source: outboxSource, projections: [] }, 'k1');
  expect(await getProjectionLag(later(7_000), counts, outboxSource)).toBeGreaterThanOrEqual(7);
  await keep();
  expect(await getProjectionLag(later(7_000), counts, outboxSource)).toBe(0);
});

test('the history is whole before and after the log has it; only those who read all learn what changed', async () => {
  const id = await w.completed();
  const admin = { user_id: 'user_admin00001', roles: ['admin' as const] };
  const before = await getMessageHistory(w.ctx, w.me, { message_id: id });
  await keep();
  expect(await getMessageHistory(w.ctx, w.me, { message_id: id })).toEqual(before);
  expect(before.events.map(({ version, type }) => [version, type])).toEqual([
    [1, 'message.accepted'],
    [2, 'message.processing_started'],
    [3, 'message.reply_decided'],
    [4, 'message.completed'],
  ]);
  expect(before.events.some((event) => 'changed' in event)).toBe(false);
  const { events } = await getMessageHistory(w.ctx, admin, { message_id: id });
  expect(events[3]?.changed).toContain('processing_status');
  expect((await w.audited(id)).map(([action]) => action)).toEqual(['messages.history']);
  const other = { user_id: 'user_other00001', roles: ['user' as const] };
  await expect(getMessageHistory(w.ctx, other, { message_id: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
