import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveMessage } from './archive-message.ts';
import { cancelMessage } from './cancel-message.ts';
import { getMessage } from './get-message.ts';
import { listMessages } from './list-messages.ts';
import { messages } from './messages.ts';
import { restoreMessage } from './restore-message.ts';
import { openWorld, tally, type World } from './world.test-kit.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.close());

const DAY = 86_400_000;
const NOW = new Date('2026-03-01T12:00:00Z');
const at = (now: Date) => ({ ...w.ctx, now: () => now });
const archive = (message_id: string, now = NOW) => archiveMessage(at(now), w.me, { message_id });
const restore = (message_id: string) => restoreMessage(w.ctx, w.me, { message_id });

test('an archived message leaves the list, is removed after 180 days, and comes back whole', async () => {
  const id = await w.completed();
  const before = await getMessage(w.ctx, w.me, id);
  const archived = await archive(id);
  expect(archived).toMatchObject({ status: 'archived', purge_at: new Date(NOW.getTime() + 180 * DAY) });
  const { conversation_id } = before;
  const list = () => listMessages(w.ctx, w.me, { conversation_id, limit: 10, direction: 'asc' });
  expect((await list()).items.map(({ role }) => role)).toEqual(['assistant']);
  const restored = await restore(id);
  expect(restored).toEqual({
    ...before,
    timestamps: { ...before.timestamps, last_modified_at: restored.timestamps.last_modified_at },
  });
  expect((await list()).items).toHaveLength(2);
});

test('archiving or restoring twice answers the same and changes nothing', async () => {
  const id = await w.completed();
  const first = await archive(id);
  expect(await archive(id, new Date(NOW.getTime() + 5 * DAY))).toEqual(first);
  const restored = await restore(id);
  expect(await restore(id)).toEqual(restored);
});

test.each([
  ['standard', 180],
  ['extended', 360],
] as const)('%s messages are kept for %i days', async (retention_policy, days) => {
  const id = await w.completed();
  await messages(w.ctx).updateOne({ _id: id }, { $set: { retention_policy } });
  expect((await archive(id)).purge_at).toEqual(new Date(NOW.getTime() + days * DAY));
});

test('permanent messages are never removed; flagged ones come back flagged', async () => {
  const id = await w.completed();
  await messages(w.ctx).updateOne({ _id: id }, { $set: { retention_policy: 'permanent', status: 'flagged' } });
  const archived = await archive(id);
  expect(archived.status).toBe('archived');
  expect(archived).not.toHaveProperty('purge_at');
  expect((await restore(id)).status).toBe('flagged');
});

test('a message in process is not archived; once cancelled it is; a deleted one is neither archived nor restored', async () => {
  const id = await w.accept();
  await expect(archive(id)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await w.read(id)).doc).toMatchObject({ status: 'active', processing_status: 'queued' });
  await cancelMessage(w.ctx, w.me, { message_id: id });
  expect((await archive(id)).status).toBe('archived');
  await messages(w.ctx).updateOne({ _id: id }, { $set: { status: 'deleted' } });
  await expect(archive(id)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(restore(id)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('others see nothing to archive; moderators and admins archive and restore it, audited with the reason', async () => {
  const id = await w.completed();
  const missing = { code: 'NOT_FOUND', message: 'There is no such message.' };
  for (const other of [makeIdentity(), makeIdentity('auditor'), makeIdentity('service')]) {
    await expect(archiveMessage(w.ctx, other, { message_id: id })).rejects.toMatchObject(missing);
    await expect(restoreMessage(w.ctx, other, { message_id: id })).rejects.toMatchObject(missing);
  }
  await expect(archiveMessage(w.ctx, w.me, { message_id: 'msg_missing0001' })).rejects.toMatchObject(missing);
  const [moderator, admin] = [makeIdentity('moderator'), makeIdentity('admin')];
  await archiveMessage(w.ctx, moderator, { message_id: id, reason: 'asked by the author' });
  await restoreMessage(w.ctx, admin, { message_id: id });
  expect(await w.audited(id)).toEqual([
    ['messages.archive', moderator.user_id, 'asked by the author'],
    ['messages.restore', admin.user_id, null],
  ]);
});

test('archived and restored by twenty at once, a message is either the one or the other', async () => {
  const id = await w.completed();
  const acts = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? archive(id) : restore(id)));
  expect(tally(await Promise.allSettled(acts)).refused.filter((code) => code !== 'CONFLICT')).toEqual([]);
  const { doc } = await w.read(id);
  expect([doc?.purge_at !== undefined, doc?.archived_from]).toEqual(
    doc?.status === 'archived' ? [true, 'active'] : [false, undefined],
  );
});
