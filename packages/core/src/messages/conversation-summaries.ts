import { ProviderName } from '@message-service/shared/llm';
import { SummaryRange } from '@message-service/shared/messages';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import { defineCollection } from '../mongo/index.ts';

/** A summary that a model has made of the messages of a conversation that were in sight then. */
export const MadeSummary = SummaryRange.extend({
  text: z.string(),
  /** What its messages would come to themselves. */
  source_tokens: z.int(),
  provider: ProviderName,
  model: z.string(),
  made_at: z.date(),
});
export type MadeSummary = z.infer<typeof MadeSummary>;

/** `_id` is the conversation's. `lease`: somebody makes the next one, or has failed to a short while ago. */
export const ConversationSummaryDoc = z.object({
  _id: z.string(),
  user_id: z.string(),
  made: MadeSummary.optional(),
  lease: z.object({ by: z.string(), until: z.date() }).optional(),
  expires_at: z.date(),
});
export type ConversationSummaryDoc = z.infer<typeof ConversationSummaryDoc>;

export const conversationSummaries = defineCollection<ConversationSummaryDoc>({
  name: 'conversation_summaries',
  schema: ConversationSummaryDoc,
  indexes: [
    {
      name: 'idx_summaries_ttl',
      key: { expires_at: 1 },
      options: { expireAfterSeconds: 0 },
      serves: 'drop the summaries of conversations that nobody has gone on with',
      example: { filter: { expires_at: { $lt: new Date(0) } } },
    },
  ],
});

/** What the messages of a conversation up to a number are summarised as; null when that is not known. */
export const findSummary = async (ctx: Pick<CoreContext, 'db'>, conversationId: string): Promise<MadeSummary | null> =>
  (await conversationSummaries(ctx).findOne({ _id: conversationId }))?.made ?? null;

/**
 * Drops the summary that a message is in, and has one that is being made come to nothing: it may have read the message
 * as it was.
 */
export const forgetSummaryOf = async (
  ctx: Pick<CoreContext, 'db'>,
  { conversation_id, sequence_number }: { conversation_id: string; sequence_number: number },
): Promise<void> => {
  await conversationSummaries(ctx).deleteOne({
    _id: conversation_id,
    $or: [{ 'made.to': { $gte: sequence_number } }, { lease: { $exists: true } }],
  });
};
