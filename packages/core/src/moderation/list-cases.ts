import type { CaseFilter, CasePage, ListCasesInput } from '@message-service/shared/moderation';
import type { Filter, Sort } from 'mongodb';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { namesOf, toCaseRows } from './case-view.ts';
import { type CaseDoc, moderationCases } from './moderation-cases.ts';
import { rankOf } from './severity.ts';

const STATES = { waiting: { $in: ['open', 'escalated'] as const } };

const claimFilter = (claim: CaseFilter['claim'], me: string, now: Date): Filter<CaseDoc> => {
  if (claim === undefined) return {};
  if (claim === 'mine') return { $or: [{ 'claim.by': me, 'claim.until': { $gt: now } }, { assigned_to: me }] };
  if (claim === 'free') return { $or: [{ claim: null }, { 'claim.until': { $lte: now } }] };
  return { 'claim.by': { $ne: me }, 'claim.until': { $gt: now } };
};

/** Of a severity, without a report. */
const leastRank = (severity: number) => rankOf(severity, 0);

/** The query of a filter. */
export const toCaseQuery = (filter: CaseFilter, me: string, now: Date): Filter<CaseDoc> => {
  const {
    state,
    severity_min,
    source,
    issue,
    language,
    claim,
    overdue,
    appeals,
    user_id,
    conversation_id,
    decided_by,
  } = filter;
  return {
    ...(state === 'all' ? {} : { state: state === 'waiting' ? { $in: [...STATES.waiting.$in] } : state }),
    rank: { $gte: leastRank(severity_min ?? 1) },
    ...(source ? { sources: source } : {}),
    ...(issue ? { issues: issue } : {}),
    ...(language ? { language } : {}),
    ...(overdue ? { due_at: { $lt: now } } : {}),
    ...(appeals ? { 'appeal.outcome': 'waiting' } : {}),
    ...(user_id ? { user_id } : {}),
    ...(conversation_id ? { conversation_id } : {}),
    ...(decided_by ? { decided_by } : {}),
    ...claimFilter(claim, me, now),
  };
};

type Order = CaseFilter['order'];
const SORTS: Record<Order, Sort> = {
  severity: { rank: -1, opened_at: 1, _id: 1 },
  due: { due_at: 1, _id: 1 },
  newest: { updated_at: -1, _id: -1 },
};

const CURSOR = /^(severity|due|newest)\.(\d{1,3})\.(\d{1,15})\.(case_[A-Za-z0-9]{9,64})$/;

const cursorOf = (order: Order, { rank, opened_at, due_at, updated_at, _id }: CaseDoc): string => {
  const time = { severity: opened_at, due: due_at, newest: updated_at }[order];
  return encodeCursor(`${order}.${rank}.${time.getTime()}.${_id}`);
};

const after = (cursor: string): { order: Order; where: Filter<CaseDoc> } => {
  const [order = '', rankText, time, id = ''] = decodeCursor(cursor, CURSOR);
  const rank = Number(rankText);
  const at = new Date(Number(time));
  if (order === 'due') return { order, where: { $or: [{ due_at: { $gt: at } }, { due_at: at, _id: { $gt: id } }] } };
  if (order === 'newest')
    return { order, where: { $or: [{ updated_at: { $lt: at } }, { updated_at: at, _id: { $lt: id } }] } };
  return {
    order: 'severity',
    where: {
      $or: [{ rank: { $lt: rank } }, { rank, opened_at: { $gt: at } }, { rank, opened_at: at, _id: { $gt: id } }],
    },
  };
};

/** A page of the queue in its order; audited. @throws DomainError VALIDATION_FAILED for a cursor that is not ours */
export const listCases = async (ctx: CoreContext, identity: Actor, input: ListCasesInput): Promise<CasePage> => {
  const { limit, cursor, ...filter } = input;
  const query = toCaseQuery(filter, identity.user_id, ctx.now());
  const from = cursor === undefined ? null : after(cursor);
  const order = from?.order ?? filter.order;
  const found = await moderationCases(ctx)
    .find(from ? { $and: [query, from.where] } : query)
    .sort(SORTS[order])
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  await recordAudit(ctx, {
    actor: identity,
    action: 'moderation.list',
    target: { type: 'moderation', id: 'queue' },
    details: { state: filter.state, shown: page.length },
  });
  const people = page.flatMap(({ user_id, claim, assigned_to, decided_by }) =>
    [user_id, claim?.by, assigned_to, decided_by].flatMap((id) => id ?? []),
  );
  return {
    items: await toCaseRows(ctx, page),
    next_cursor: found.length > limit && last ? cursorOf(order, last) : null,
    people: await namesOf(ctx, [...new Set(people)]),
  };
};
