import { ListAuditInput } from '@message-service/shared/audit';
import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLog, listAudit, recordAudit } from './index.ts';

let t: Awaited<ReturnType<typeof createTestContext>>;
const auditor = { user_id: 'user_auditor001', roles: ['auditor' as const] };
const admin = { user_id: 'user_admin00001', roles: ['admin' as const] };
const moderator = { user_id: 'user_moderator1', roles: ['moderator' as const] };
const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const OLDER = 3;
const LATER = 12;

beforeAll(async () => {
  t = await createTestContext();
  await auditLog(t.ctx).insertMany(
    Array.from({ length: OLDER }, (_, i) => ({
      _id: `evt_older000000${i}`,
      at: new Date(start - (i + 1) * DAY),
      actor: admin,
      action: 'messages.get',
      target: { type: 'message', id: `msg_older00000${i}` },
      details: {},
    })),
  );
  for (let i = 0; i < LATER; i++) {
    const ctx = { ...t.ctx, now: () => new Date(start + i * DAY) };
    await recordAudit(ctx, {
      actor: { ...(i % 2 ? moderator : admin), origin: { trace_id: `trace-${i}`, address_hash: 'a'.repeat(64) } },
      action: i % 3 ? 'messages.get' : 'users.setRoles',
      target: { type: i % 3 ? 'message' : 'user', id: `thing_${i}` },
      details: { reason: i === 6 ? 'Petición de Ínés: two-factor (lost)' : null },
    });
  }
});
afterAll(() => t.close());

/** Everything that a filter finds, page by page; what the reading itself adds is left out. */
const readAll = async (filter: Partial<ListAuditInput>, limit = 4) => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(t.ctx, auditor, ListAuditInput.parse({ ...filter, limit, cursor }));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    const others = page.items.filter(({ actor }) => actor.user_id !== auditor.user_id);
    found.push(...others.map(({ target }) => target.id));
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
};
const things = (...ids: number[]) => ids.map((id) => `thing_${id}`);
const older = Array.from({ length: OLDER }, (_, i) => `msg_older00000${i}`);
const all = things(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

test('all entries, newest first, each once, and at last those from before the chain', async () => {
  expect(await readAll({})).toEqual([...all, 'log', ...older]);
  expect(await readAll({}, 1)).toEqual([...all, 'log', ...older]);
});

test.each<[string, Partial<ListAuditInput>, string[]]>([
  ['the actor', { actor: moderator.user_id }, things(11, 9, 7, 5, 3, 1)],
  ['the action', { action: 'users.setRoles' }, things(9, 6, 3, 0)],
  ['the action, before the chain too', { action: 'messages.get' }, [...things(11, 10, 8, 7, 5, 4, 2, 1), ...older]],
  ['the target', { target_id: 'thing_7', target_type: 'message' }, things(7)],
  ['a time', { from: new Date(start + 3 * DAY), to: new Date(start + 6 * DAY) }, things(5, 4, 3)],
  ['a word of the details', { text: 'ínés' }, things(6)],
  ['beginnings of two words', { text: 'petic factor' }, []],
  ['beginnings of two whole words', { text: 'petic two-f' }, things(6)],
  ['a trace id', { text: 'trace-8' }, things(8)],
  ['a part of the action', { text: 'setroles' }, things(9, 6, 3, 0)],
  ['several at once', { actor: admin.user_id, action: 'users.setRoles', text: 'user' }, things(6, 0)],
  ['what looks like a pattern', { text: '.*' }, []],
  ['no word', { text: ', ;', action: 'users.setRoles' }, things(9, 6, 3, 0)],
])('filters by %s', async (_name, filter, expected) => {
  expect(await readAll(filter)).toEqual(expected);
});

test('reading is an entry of its own that says what was asked for', async () => {
  const from = new Date(start);
  await listAudit(t.ctx, auditor, ListAuditInput.parse({ actor: admin.user_id, from: from.toISOString() }));
  const [last] = (await listAudit(t.ctx, auditor, ListAuditInput.parse({ limit: 1 }))).items;
  expect(last).toMatchObject({
    action: 'audit.list',
    actor: auditor,
    details: { actor: admin.user_id, from: from.toISOString() },
  });
});

test('refuses cursors that are not its own', async () => {
  for (const cursor of ['x', Buffer.from('s-1').toString('base64url'), Buffer.from('t1').toString('base64url')]) {
    const refused = listAudit(t.ctx, auditor, ListAuditInput.parse({ cursor }));
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  }
});
