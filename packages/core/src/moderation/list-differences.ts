import type { DifferencePage, ListDifferencesInput, PolicyDifference } from '@message-service/shared/safety';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { excerptsOf } from './case-view.ts';
import { safetyDifferences } from './safety-differences.ts';

const CURSOR = /^(\d{1,15})\.(.{1,160})$/;

const EXCERPT = 600;
const KINDS: readonly PolicyDifference['kind'][] = ['stricter', 'looser', 'other'];

const countKinds = async (ctx: CoreContext, policy: string): Promise<DifferencePage['counts']> => {
  const counts = await Promise.all(KINDS.map((kind) => safetyDifferences(ctx).countDocuments({ policy, kind })));
  return Object.fromEntries(KINDS.map((kind, at) => [kind, counts[at] ?? 0])) as DifferencePage['counts'];
};

/** What a policy in the shadow judges differently, with the texts, newest message first; audited. @throws DomainError VALIDATION_FAILED */
export const listDifferences = async (
  ctx: CoreContext,
  identity: Actor,
  { policy_name, kind, filter, limit, cursor }: ListDifferencesInput,
): Promise<DifferencePage> => {
  const [time, id = ''] = cursor === undefined ? [] : decodeCursor(cursor, CURSOR);
  const at = new Date(Number(time));
  const found = await safetyDifferences(ctx)
    .find({
      policy: policy_name,
      ...(kind ? { kind } : {}),
      ...(filter ? { filters: filter } : {}),
      ...(cursor === undefined ? {} : { $or: [{ message_at: { $lt: at } }, { message_at: at, _id: { $lt: id } }] }),
    })
    .sort({ message_at: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  await recordAudit(ctx, {
    actor: identity,
    action: 'safety.listDifferences',
    target: { type: 'policy', id: policy_name },
    details: { shown: page.length },
  });
  const ids = page.map(({ message_id }) => message_id);
  const [excerpts, counts] = await Promise.all([excerptsOf(ctx, ids, EXCERPT), countKinds(ctx, policy_name)]);
  return {
    items: page.map(({ _id, found_at, ...difference }) => ({
      ...difference,
      filters: difference.filters ?? [],
      excerpt: excerpts.get(difference.message_id) ?? null,
    })),
    next_cursor: found.length > limit && last ? encodeCursor(`${last.message_at.getTime()}.${last._id}`) : null,
    counts,
  };
};
