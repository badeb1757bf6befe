import { MessageEventType } from '@message-service/shared/events';
import { MessageRole } from '@message-service/shared/messages';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** How a document changes. Paths have dots, which names of fields must not have: hence pairs. */
export const Changes = z.object({
  set: z.array(z.object({ path: z.string(), value: z.unknown() })).optional(),
  unset: z.array(z.string()).optional(),
  inc: z.array(z.object({ path: z.string(), by: z.number() })).optional(),
});
export type Changes = z.infer<typeof Changes>;

/** An event on its way into the log. The first of a stream carries the document, later ones what they changed. */
export const OutboxEntry = z.object({
  type: MessageEventType,
  at: z.date(),
  /** Who caused it; null for the service itself. */
  actor: z.string().nullable(),
  document: z.record(z.string(), z.unknown()).optional(),
  changes: Changes.optional(),
  /** Figures that readers of this event need and the document does not hold, such as a difference in cost. */
  facts: z.record(z.string(), z.number()).optional(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** `_id` is `<stream_id>.<version>`; versions of a stream begin at 1 and have no gaps. */
export const MessageEventDoc = OutboxEntry.extend({
  _id: z.string(),
  stream_id: z.string(),
  version: z.int().min(1),
  /** Where it stands in the order of all events; see `log-head.ts`. */
  batch: z.number(),
  conversation_id: z.string(),
  user_id: z.string(),
  character_id: z.string(),
  role: MessageRole,
});
export type MessageEventDoc = z.infer<typeof MessageEventDoc>;

/** Append-only but for `batch`, which is settled when the event is sealed. */
export const messageEvents = defineCollection<MessageEventDoc>({
  name: 'message_events',
  schema: MessageEventDoc.extend({ document: z.unknown().optional(), changes: z.unknown().optional() }),
  indexes: [
    {
      name: 'idx_stream_version',
      key: { stream_id: 1, version: 1 },
      options: { unique: true },
      serves: 'the history of one message, in order; one event per version',
      example: { filter: { stream_id: 'msg_example001' }, sort: { version: 1 } },
    },
    {
      name: 'idx_batch',
      key: { batch: 1, _id: 1 },
      serves: 'projections: all events after a position, in the order of the log',
      example: { filter: { batch: { $gt: 0, $lte: 5 } }, sort: { batch: 1, _id: 1 } },
    },
  ],
});
