import { canReadAll, type Identity } from '@message-service/shared/auth';
import type { GetMessageHistoryInput, MessageHistory, MessageHistoryEntry } from '@message-service/shared/events';
import type { CoreContext } from '../context.ts';
import { messageEvents, type OutboxEntry } from '../events/index.ts';
import { getReadableMessage } from './get-message.ts';

const pathsOf = ({ changes }: Pick<OutboxEntry, 'changes'>): string[] => [
  ...(changes?.set ?? []).map(({ path }) => path),
  ...(changes?.unset ?? []),
  ...(changes?.inc ?? []).map(({ path }) => path),
];

/**
 * All that has happened to a message, in order. Those who may read all learn who did it and which fields changed.
 * @throws DomainError NOT_FOUND
 */
export const getMessageHistory = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id }: GetMessageHistoryInput,
): Promise<MessageHistory> => {
  // the row first: what moves into the log meanwhile is then seen twice, not missed
  const {
    outbox = [],
    events_published = 0,
    user_id,
  } = await getReadableMessage(ctx, identity, message_id, 'messages.history');
  const logged = await messageEvents(ctx)
    .find({ stream_id: message_id }, { projection: { document: 0, 'changes.set.value': 0 } })
    .sort({ version: 1 })
    .toArray();
  const waiting = outbox
    .map((entry, index) => ({ ...entry, version: events_published + index + 1 }))
    .slice(Math.max(0, logged.length - events_published));
  const events = [...logged, ...waiting].map(({ version, type, at, actor, changes }): MessageHistoryEntry => {
    const event = { version, type, at };
    if (canReadAll(identity)) return { ...event, actor, changed: pathsOf({ changes }) };
    // whose act it was, unless it was their own, is not for users
    return { ...event, actor: actor === user_id ? actor : null };
  });
  return { message_id, events };
};
