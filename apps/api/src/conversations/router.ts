import { createConversation, listConversations, readConversation } from '@message-service/core/conversations';
import {
  Conversation,
  ConversationPage,
  CreateConversationInput,
  GetConversationInput,
  ListConversationsInput,
} from '@message-service/shared/conversations';
import { router, signedInProcedure } from '../trpc.ts';

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
});
