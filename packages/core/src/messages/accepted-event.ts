import type { MessageEventType } from '@message-service/shared/events';
import { diffDocuments, type OutboxEntry } from '../events/index.ts';
import type { MessageDoc } from './messages.ts';

const accepted = (doc: MessageDoc, actor: string | null): OutboxEntry => ({
  type: 'message.accepted',
  at: doc.timestamps.created_at,
  actor,
  document: doc,
});

/** The row to store for a new message: itself, and the event that tells of it. */
export const withAcceptedEvent = (doc: MessageDoc, actor: string | null = null): MessageDoc => ({
  ...doc,
  events_published: 0,
  outbox: [accepted(doc, actor)],
  outbox_since: doc.timestamps.created_at,
});

const ENDS: Partial<Record<MessageDoc['processing_status'], MessageEventType>> = {
  completed: 'message.completed',
  failed: 'message.failed',
};

/** The states that a message must have been in to be what it is. */
const pastStates = (doc: MessageDoc): { type: MessageEventType; state: MessageDoc }[] => {
  const { purge_at, archived_from, ...rest } = doc;
  const status = archived_from ?? (doc.processing_status === 'cancelled' ? 'flagged' : 'active');
  const shown: MessageDoc = doc.status === 'archived' ? { ...rest, status } : doc;
  const archived = doc.status === 'archived' ? [{ type: 'message.archived' as const, state: doc }] : [];
  const end = ENDS[doc.processing_status];
  if (doc.role !== 'user' || !end) return [{ type: 'message.accepted', state: shown }, ...archived];
  const { reply_message_id, processing_metadata, ...asked } = shown;
  const { created_at, received_at, queued_at } = doc.timestamps;
  const queued: MessageDoc = {
    ...asked,
    processing_status: 'queued',
    processing_epoch: 0,
    timestamps: { created_at, received_at, ...(queued_at ? { queued_at } : {}), last_modified_at: created_at },
  };
  return [{ type: 'message.accepted', state: queued }, { type: end, state: shown }, ...archived];
};

/** The row to store for a message from before the service: itself, and the events that make it what it is. */
export const withPastEvents = (doc: MessageDoc): MessageDoc => {
  const states = pastStates(doc);
  const outbox = states.map(({ type, state }, index): OutboxEntry => {
    const before = states[index - 1]?.state;
    if (!before) return accepted(state, state.role === 'user' ? state.user_id : null);
    const at = state.timestamps.last_modified_at;
    return { type, at, actor: null, changes: diffDocuments(before, state) };
  });
  return { ...doc, events_published: 0, outbox, outbox_since: doc.timestamps.created_at };
};
