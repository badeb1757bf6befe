import { recordAudit } from '@message-service/core/audit';
import {
  archiveConversation,
  createConversation,
  listConversationSummaries,
  listConversations,
  readConversation,
  restoreConversation,
  updateConversation,
  watchConversations,
} from '@message-service/core/conversations';
import { getConversationStats } from '@message-service/core/messages';
import { canReadAll } from '@message-service/shared/auth';
import {
  ArchiveConversationInput,
  Conversation,
  ConversationPage,
  ConversationStats,
  ConversationStatsInput,
  ConversationSummaryPage,
  CreateConversationInput,
  GetConversationInput,
  ListConversationsInput,
  UpdateConversationInput,
} from '@message-service/shared/conversations';
import { asOpenStream, router, signedInProcedure } from '../trpc.ts';

export const conversationsRouter = router({
  create: signedInProcedure
    .input(CreateConversationInput)
    .output(Conversation)
    .mutation(({ ctx, input }) => createConversation(ctx.core, ctx.identity, input)),
  get: signedInProcedure
    .input(GetConversationInput)
    .output(Conversation)
    .query(({ ctx, input }) => readConversation(ctx.core, ctx.identity, input.conversation_id)),
  list: signedInProcedure
    .input(ListConversationsInput)
    .output(ConversationPage)
    .query(({ ctx, input }) => listConversations(ctx.core, ctx.identity, input)),
  /** The same list with only what it shows of each. */
  summaries: signedInProcedure
    .input(ListConversationsInput)
    .output(ConversationSummaryPage)
    .query(({ ctx, input }) => listConversationSummaries(ctx.core, ctx.identity, input)),
  update: signedInProcedure
    .input(UpdateConversationInput)
    .output(Conversation)
    .mutation(({ ctx, input }) => updateConversation(ctx.core, ctx.identity, input)),
  archive: signedInProcedure
    .input(ArchiveConversationInput)
    .output(Conversation)
    .mutation(({ ctx, input }) => archiveConversation(ctx.core, ctx.identity, input)),
  restore: signedInProcedure
    .input(ArchiveConversationInput)
    .output(Conversation)
    .mutation(({ ctx, input }) => restoreConversation(ctx.core, ctx.identity, input)),
  /** Ids of the conversations in which something happens; everybody's, audited, for those who may read them. */
  live: signedInProcedure.subscription(async function* ({ ctx }) {
    if (canReadAll(ctx.identity)) {
      const target = { type: 'conversation', id: 'all' };
      await recordAudit(ctx.core, { actor: ctx.identity, action: 'conversations.watch', target });
    }
    yield* asOpenStream(ctx, (signal) => watchConversations(ctx.core, ctx.identity, signal));
  }),
});

/** Stands among the procedures of analytics. */
export const conversationStatsProcedures = {
  conversationStats: signedInProcedure
    .input(ConversationStatsInput)
    .output(ConversationStats)
    .query(({ ctx, input }) => getConversationStats(ctx.core, ctx.identity, input)),
};
