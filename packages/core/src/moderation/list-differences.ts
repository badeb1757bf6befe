import type { DifferencePage, ListDifferencesInput } from '@message-service/shared/safety';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { safetyDifferences } from './safety-differences.ts';

const CURSOR = /^(\d{1,15})\.(.{1,160})$/;

/** What a policy in the shadow judges differently, newest message first; audited. @throws DomainError VALIDATION_FAILED */
export const listDifferences = async (
  ctx: CoreContext,
  identity: Actor,
  { policy_name, kind, limit, cursor }: ListDifferencesInput,
): Promise<DifferencePage> => {
  const [time, id = ''] = cursor === undefined ? [] : decodeCursor(cursor, CURSOR);
  const at = new Date(Number(time));
  const found = await safetyDifferences(ctx)
    .find({
      policy: policy_name,
      ...(kind ? { kind } : {}),
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
  return {
    items: page.map(({ _id, found_at, ...difference }) => difference),
    next_cursor: found.length > limit && last ? encodeCursor(`${last.message_at.getTime()}.${last._id}`) : null,
  };
};
