import {
  type CaseReview,
  DecisionAction,
  type DeskMetrics,
  type DeskMetricsInput,
  type Spread,
} from '@message-service/shared/moderation';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { namesOf } from './case-view.ts';
import { type CaseDoc, moderationCases } from './moderation-cases.ts';

const DAY_MS = 86_400_000;
const MOST_READ = 20_000;
const FIELDS = [
  ...['state', 'opened_at', 'due_at', 'decided_at', 'decided_by', 'first_claimed_at', 'filters'],
  ...['decisions.action', 'appeal', 'review', 'undone_count'],
];
const projection = Object.fromEntries(FIELDS.map((field) => [field, 1]));
const HARMLESS = new Set(['approve', 'dismiss']);

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Seconds. */
const spread = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? null;
  return { p50: at(0.5), p90: at(0.9) };
};
const seconds = (from: Date, to: Date) => Math.max(0, (to.getTime() - from.getTime()) / 1_000);

/** Cohen's kappa: agreement beyond chance; null without reviews, or where chance alone would agree always. */
export const kappaOf = (pairs: readonly (readonly [string, string])[]): number | null => {
  if (pairs.length === 0) return null;
  const agreed = pairs.filter(([a, b]) => a === b).length / pairs.length;
  const names = new Set(pairs.flat());
  const freq = (side: 0 | 1, name: string) => pairs.filter((pair) => pair[side] === name).length / pairs.length;
  const chance = [...names].reduce((sum, name) => sum + freq(0, name) * freq(1, name), 0);
  return chance >= 1 ? null : (agreed - chance) / (1 - chance);
};

const agreementOf = (reviews: readonly CaseReview[]): DeskMetrics['agreement'] => {
  const pairs = reviews.flatMap(({ first, second }) => (second ? [[first.action, second.action] as const] : []));
  return {
    reviews: pairs.length,
    agreed: share(pairs.filter(([a, b]) => a === b).length, pairs.length),
    kappa: kappaOf(pairs),
  };
};

const filtersOf = (docs: readonly CaseDoc[]): DeskMetrics['filters'] => {
  const names = [...new Set(docs.flatMap(({ filters }) => filters))].sort();
  return names.map((filter) => {
    const cases = docs.filter(({ filters }) => filters.includes(filter));
    const decided = cases.filter(({ state }) => state === 'decided');
    const cleared = decided.filter(({ decisions }) => HARMLESS.has(decisions.at(-1)?.action ?? ''));
    return { filter, cases: cases.length, decided: decided.length, cleared: share(cleared.length, decided.length) };
  });
};

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const countByDay = (from: Date, now: Date, opened: readonly CaseDoc[], decided: readonly CaseDoc[]) => {
  const days: DeskMetrics['days'] = [];
  for (let at = from.getTime(); dayOf(new Date(at)) <= dayOf(now); at += DAY_MS) {
    const day = dayOf(new Date(at));
    days.push({
      day,
      opened: opened.filter(({ opened_at }) => dayOf(opened_at) === day).length,
      decided: decided.filter(({ decided_at }) => decided_at && dayOf(decided_at) === day).length,
    });
  }
  return days;
};

const toDecide = ({ opened_at, decided_at }: CaseDoc) => (decided_at ? [seconds(opened_at, decided_at)] : []);

const moderatorsOf = (decided: readonly CaseDoc[]): DeskMetrics['moderators'] =>
  [...new Set(decided.flatMap(({ decided_by }) => decided_by ?? []))]
    .map((user_id) => {
      const own = decided.filter(({ decided_by }) => decided_by === user_id);
      return { user_id, decided: own.length, to_decide: spread(own.flatMap(toDecide)) };
    })
    .toSorted((a, b) => b.decided - a.decided);

const backlogOf = (waiting: readonly CaseDoc[], now: Date): DeskMetrics['backlog'] => {
  const ages = waiting.map(({ opened_at }) => seconds(opened_at, now));
  return {
    open: waiting.filter(({ state }) => state === 'open').length,
    escalated: waiting.filter(({ state }) => state === 'escalated').length,
    overdue: waiting.filter(({ due_at }) => due_at < now).length,
    oldest_seconds: ages.length > 0 ? Math.max(...ages) : null,
    age: spread(ages),
  };
};

/**
 * How the desk does: what waits and for how long, how soon cases of the last days were taken and decided, how often
 * decisions did not hold, and what becomes of each filter's cases. Reads cases, never messages. Audited.
 */
export const getDeskMetrics = async (
  ctx: CoreContext,
  identity: Actor,
  { days }: DeskMetricsInput,
): Promise<DeskMetrics> => {
  const now = ctx.now();
  const from = new Date(now.getTime() - days * DAY_MS);
  const read = (filter: Parameters<ReturnType<typeof moderationCases>['find']>[0]) =>
    moderationCases(ctx)
      .find(filter ?? {}, { projection })
      .limit(MOST_READ)
      .toArray();
  const [waiting, opened, decided] = await Promise.all([
    read({ state: { $in: ['open', 'escalated'] } }),
    read({ opened_at: { $gte: from } }),
    read({ decided_at: { $gte: from } }),
  ]);
  const appeals = [...opened, ...decided].flatMap(({ _id, appeal }) =>
    appeal && appeal.outcome !== 'waiting' ? [{ _id, appeal }] : [],
  );
  const settled = [...new Map(appeals.map(({ _id, appeal }) => [_id, appeal])).values()];
  const undone = decided.reduce((sum, { undone_count }) => sum + undone_count, 0);
  const moderators = moderatorsOf(decided);
  await recordAudit(ctx, {
    actor: identity,
    action: 'moderation.metrics',
    target: { type: 'moderation', id: 'metrics' },
    details: { days },
  });
  return {
    backlog: backlogOf(waiting, now),
    decided: decided.length,
    by_action: Object.fromEntries(
      DecisionAction.options.map((action) => [
        action,
        decided.filter(({ decisions }) => decisions.at(-1)?.action === action).length,
      ]),
    ) as DeskMetrics['by_action'],
    to_claim: spread(
      decided.flatMap(({ opened_at, first_claimed_at }) =>
        first_claimed_at ? [seconds(opened_at, first_claimed_at)] : [],
      ),
    ),
    to_decide: spread(decided.flatMap(toDecide)),
    within_sla: share(
      decided.filter(({ due_at, decided_at }) => decided_at && decided_at <= due_at).length,
      decided.length,
    ),
    appeals: settled.length,
    overturned: share(settled.filter(({ outcome }) => outcome === 'overturned').length, settled.length),
    undone: share(undone, decided.length + undone),
    agreement: agreementOf(decided.flatMap(({ review }) => review ?? [])),
    filters: filtersOf(opened),
    days: countByDay(from, now, opened, decided),
    moderators,
    people: await namesOf(
      ctx,
      moderators.map(({ user_id }) => user_id),
    ),
    cut: [waiting, opened, decided].some(({ length }) => length === MOST_READ),
    at: now,
  };
};
