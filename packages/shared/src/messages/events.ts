import { z } from 'zod';
import { MessageId } from '../ids.ts';

/** The steps of the processing saga, in order. */
export const SagaStep = z.enum([
  'conversation_validated',
  'context_built',
  'llm_response_generated',
  'response_saved',
  'analytics_updated',
  'completed',
]);
export type SagaStep = z.infer<typeof SagaStep>;

/**
 * What happens to a message while it is processed, as a live stream.
 * `restart` says that another worker took the message over: discard the tokens received so far.
 */
export const ProgressEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    step: z.enum(['queued', 'processing', ...SagaStep.options]),
    /** With `llm_response_generated`: how many token events came before. */
    tokens: z.int().optional(),
  }),
  z.object({ type: z.literal('restart'), attempt: z.int() }),
  z.object({ type: z.literal('token'), text: z.string(), index: z.int() }),
  z.object({
    type: z.literal('completed'),
    reply_message_id: MessageId,
    /** The reply is kept back: discard the tokens received, and show what the reply's document says. */
    withheld: z.boolean().optional(),
  }),
  z.object({ type: z.literal('failed'), code: z.string(), detail: z.string() }),
]);
export type ProgressEvent = z.infer<typeof ProgressEvent>;

/** `<epoch>-<position>`: ids of one message grow with every event and are the same live and replayed. */
export const ProgressEventId = z.string().regex(/^\d{1,9}-\d{1,9}$/);
export type ProgressEventId = z.infer<typeof ProgressEventId>;

export const WatchMessageInput = z.strictObject({
  message_id: MessageId,
  /** Last event already seen; the stream goes on after it. */
  lastEventId: z.string().max(40).nullish(),
});
export type WatchMessageInput = z.infer<typeof WatchMessageInput>;
