import type { MessageEventType } from '@message-service/shared/events';
import type { Filter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import type { Changes, OutboxEntry } from '../events/index.ts';
import { forgetSummaryOf } from './conversation-summaries.ts';
import { type MessageDoc, messages } from './messages.ts';

/** What never changes once a message is accepted. */
export const FROZEN_PATHS = [
  '_id',
  'message_id',
  'conversation_id',
  'user_id',
  'character_id',
  'content.text',
  'content.content_hash',
  'role',
  'sequence_number',
  'timestamps.created_at',
  'partition_key',
] as const;

/** What only the events themselves change. */
const LOG_PATHS = ['events_published', 'outbox', 'outbox_since'];

/** A change would have touched a frozen field: a fault of the code that asked for it. */
export class FrozenFieldError extends Error {
  override readonly name = 'FrozenFieldError';
}

export type MessageChange = {
  /** What happened, for the log. */
  event: MessageEventType;
  /** Who caused it; the service itself unless given. */
  actor?: string;
  /** Figures that the document does not hold and projections need. */
  facts?: Record<string, number>;
  /** The message is changed only while this holds. */
  where?: Filter<MessageDoc>;
  set?: Record<string, unknown>;
  unset?: readonly string[];
  inc?: Record<string, number>;
};

const isInside = (path: string, other: string) => path === other || path.startsWith(`${other}.`);

const refuseFrozen = (paths: readonly string[]) => {
  for (const path of paths) {
    const frozen = [...FROZEN_PATHS, ...LOG_PATHS].find((name) => isInside(path, name) || isInside(name, path));
    if (frozen) throw new FrozenFieldError(`${path} would change ${frozen}, which never changes`);
    if (path.includes('$')) throw new FrozenFieldError(`${path} is not a plain path`);
  }
};

const toChanges = ({ set = {}, unset = [], inc = {} }: Pick<MessageChange, 'set' | 'unset' | 'inc'>): Changes => ({
  set: Object.entries(set).flatMap(([path, value]) => (value === undefined ? [] : [{ path, value }])),
  ...(unset.length > 0 ? { unset: [...unset] } : {}),
  ...(Object.keys(inc).length > 0 ? { inc: Object.entries(inc).map(([path, by]) => ({ path, by })) } : {}),
});

/** What a model reads of a message, and whether it does. */
const READ_BY_MODELS = ['status', 'redacted_text', 'content.sanitized_text'];
const PLACE = { conversation_id: 1, sequence_number: 1 } as const;

/**
 * The only way in which a stored message changes, and its event comes about with it. One atomic step; null when the message is missing or `where` does not
 * hold, so that of two that want the same change one wins.
 * @throws FrozenFieldError when a path is frozen, above a frozen one or below it
 */
export const changeMessage = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  messageId: string,
  { event, actor, facts, where = {}, set = {}, unset = [], inc }: MessageChange,
): Promise<MessageDoc | null> => {
  refuseFrozen([...Object.keys(set), ...unset, ...Object.keys(inc ?? {})]);
  const now = ctx.now();
  const changed = { ...set, 'timestamps.last_modified_at': now };
  const entry: OutboxEntry = {
    type: event,
    at: now,
    actor: actor ?? null,
    changes: toChanges({ set: changed, unset, ...(inc ? { inc } : {}) }),
    ...(facts ? { facts } : {}),
  };
  const isRead = [...Object.keys(set), ...unset].some((path) => READ_BY_MODELS.includes(path));
  // before as well as after: whatever dies in between, no summary with the message as it was is left
  const read = isRead && (await messages(ctx).findOne({ _id: messageId }, { projection: PLACE }));
  if (read) await forgetSummaryOf(ctx, read);
  const updated = await messages(ctx).findOneAndUpdate(
    { ...where, _id: messageId },
    {
      $set: changed,
      $push: { outbox: entry },
      $min: { outbox_since: now },
      ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((path) => [path, ''])) } : {}),
      ...(inc ? { $inc: inc } : {}),
    },
    { returnDocument: 'after' },
  );
  if (read && updated) await forgetSummaryOf(ctx, updated);
  return updated;
};
