import type { CaseChange, CaseFilter, CaseRow } from '@message-service/shared/moderation';
import { expect, test } from 'vitest';
import { addTold, countNew, fits, nextOf, toRows } from './desk-rows.ts';

const now = new Date();
const row = (n: number, rest: Partial<CaseRow> = {}): CaseRow => ({
  case_id: `case_00000000${n}`,
  message_id: `msg_00000000${n}`,
  conversation_id: 'conv_000000001',
  user_id: 'user_000000001',
  role: 'user',
  state: 'open',
  sources: ['filter'],
  severity: 3,
  risk: 0.5,
  blocked: false,
  issues: [],
  language: null,
  report_count: 0,
  opened_at: now,
  due_at: now,
  claim: null,
  assigned_to: null,
  decided_at: null,
  decided_by: null,
  version: 1,
  revision: 1,
  decision: null,
  has_appeal: false,
  excerpt: `text ${n}`,
  ...rest,
});
const change = (n: number, rest: Partial<CaseChange>): CaseChange => {
  const { excerpt, ...facts } = row(n);
  return { ...facts, by: 'user_other00001', ...rest };
};
const ids = (rows: readonly CaseRow[]) => rows.map(({ case_id }) => Number(case_id.slice(-1)));

test('what is told later replaces what was read; what others decide leaves, but not from under the reader', () => {
  const pages = [{ items: [row(1), row(2)] }, { items: [row(2), row(3)] }];
  let told = addTold(new Map(), [change(2, { revision: 3, state: 'decided', decision: 'archive' })]);
  told = addTold(told, [change(2, { revision: 2, state: 'open' }), change(4, { revision: 1 })]);
  const done = new Map([['case_000000003', 2]]);
  expect(ids(toRows(pages, told, { waiting: true, done, open: undefined }))).toEqual([1]);
  const rows = toRows(pages, told, { waiting: true, done, open: 'case_000000002' });
  expect(rows[1]).toMatchObject({ decision: 'archive', excerpt: 'text 2' });
  expect(ids(toRows(pages, told, { waiting: false, done: new Map(), open: undefined }))).toEqual([1, 2, 3]);
  expect(countNew(pages, told, done, () => true)).toBe(1);
  expect(countNew(pages, told, done, ({ severity }) => severity > 3)).toBe(0);
  // what was decided here comes back when it is appealed
  const again = addTold(told, [change(3, { revision: 9, version: 3 })]);
  expect(ids(toRows(pages, again, { waiting: true, done, open: undefined }))).toEqual([1, 3]);
});

test('what is new belongs into the list or not, by its filter', () => {
  const me = 'user_me0000001';
  const until = new Date(now.getTime() + 60_000);
  const told = change(1, { severity: 4, sources: ['report'], claim: { by: 'user_other00001', at: now, until } });
  const fitting = (filter: Partial<CaseFilter>) =>
    fits({ state: 'waiting', order: 'severity', ...filter }, told, me, now.getTime() + 1);
  const yes: Partial<CaseFilter>[] = [
    {},
    { severity_min: 4, source: 'report', claim: 'others', overdue: true },
    { user_id: told.user_id, conversation_id: told.conversation_id, state: 'all' },
  ];
  const no: Partial<CaseFilter>[] = [
    { severity_min: 5 },
    { source: 'filter' },
    { claim: 'mine' },
    { claim: 'free' },
    { state: 'decided' },
    { state: 'escalated' },
    { user_id: 'user_000000002' },
    { conversation_id: 'conv_000000002' },
  ];
  expect([yes.map(fitting), no.map(fitting)]).toEqual([yes.map(() => true), no.map(() => false)]);
});

test('the next case is one that nobody else holds', () => {
  const claim = { by: 'user_other00001', at: now, until: new Date(now.getTime() + 60_000) };
  const rows = [row(1), row(2, { claim }), row(3)];
  const me = 'user_me0000001';
  expect(nextOf(rows, 'case_000000001', me, now.getTime())).toBe('case_000000003');
  expect(nextOf(rows, 'case_000000003', me, now.getTime())).toBe('case_000000001');
  expect(nextOf(rows, 'case_000000001', claim.by, now.getTime())).toBe('case_000000002');
  const handed = [row(1), row(2, { assigned_to: claim.by }), row(3)];
  expect(nextOf(handed, 'case_000000001', me, now.getTime())).toBe('case_000000003');
  expect(nextOf(handed, 'case_000000001', claim.by, now.getTime())).toBe('case_000000002');
  expect(nextOf([row(1)], 'case_000000001', me, now.getTime())).toBeUndefined();
});
