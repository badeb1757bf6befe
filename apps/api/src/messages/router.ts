import {
  addSystemMessage,
  archiveMessage,
  cancelMessage,
  getMessage,
  getMessageCalls,
  getMessageContext,
  getMessageHistory,
  listMessages,
  patchMetadata,
  restoreMessage,
  sendMessage,
  watchMessage,
} from '@message-service/core/messages';
import { GetMessageHistoryInput, MessageHistory } from '@message-service/shared/events';
import {
  AddSystemMessageInput,
  ArchiveMessageInput,
  CancelMessageInput,
  GetMessageCallsInput,
  GetMessageContextInput,
  GetMessageInput,
  ListMessagesInput,
  MessageCalls,
  MessageContext,
  MessagePage,
  MessageView,
  PatchMetadataInput,
  RestoreMessageInput,
  SendMessageInput,
  SendMessageResult,
  WatchMessageInput,
} from '@message-service/shared/messages';
import { tracked } from '@trpc/server';
import { INSTRUCTORS, READERS } from '../policy.ts';
import { asOpenStream, roleProcedure, router, signedInProcedure } from '../trpc.ts';

export const messagesRouter = router({
  send: signedInProcedure
    .input(SendMessageInput)
    .output(SendMessageResult)
    .mutation(({ ctx, input }) => sendMessage(ctx.core, ctx.identity, input, ctx.facts)),
  addSystem: roleProcedure(INSTRUCTORS)
    .input(AddSystemMessageInput)
    .output(MessageView)
    .mutation(({ ctx, input }) => addSystemMessage(ctx.core, ctx.identity, input)),
  get: signedInProcedure
    .input(GetMessageInput)
    .output(MessageView)
    .query(({ ctx, input }) => getMessage(ctx.core, ctx.identity, input.message_id)),
  history: signedInProcedure
    .input(GetMessageHistoryInput)
    .output(MessageHistory)
    .query(({ ctx, input }) => getMessageHistory(ctx.core, ctx.identity, input)),
  calls: signedInProcedure
    .input(GetMessageCallsInput)
    .output(MessageCalls)
    .query(({ ctx, input }) => getMessageCalls(ctx.core, ctx.identity, input)),
  context: roleProcedure(READERS)
    .input(GetMessageContextInput)
    .output(MessageContext)
    .query(({ ctx, input }) => getMessageContext(ctx.core, ctx.identity, input)),
  list: signedInProcedure
    .input(ListMessagesInput)
    .output(MessagePage)
    .query(({ ctx, input }) => listMessages(ctx.core, ctx.identity, input)),
  archive: signedInProcedure
    .input(ArchiveMessageInput)
    .output(MessageView)
    .mutation(({ ctx, input }) => archiveMessage(ctx.core, ctx.identity, input)),
  restore: signedInProcedure
    .input(RestoreMessageInput)
    .output(MessageView)
    .mutation(({ ctx, input }) => restoreMessage(ctx.core, ctx.identity, input)),
  patchMetadata: signedInProcedure
    .input(PatchMetadataInput)
    .output(MessageView)
    .mutation(({ ctx, input }) => patchMetadata(ctx.core, ctx.identity, input)),
  cancel: signedInProcedure
    .input(CancelMessageInput)
    .output(MessageView)
    .mutation(({ ctx, input }) => cancelMessage(ctx.core, ctx.identity, input)),
  /** Progress, tokens and the end of a message; resumes after `lastEventId`. */
  watch: signedInProcedure.input(WatchMessageInput).subscription(async function* ({ ctx, input }) {
    const { message_id, lastEventId = null } = input;
    const events = asOpenStream(ctx, (signal) => watchMessage(ctx.core, ctx.identity, message_id, lastEventId, signal));
    for await (const { id, event } of events) yield tracked(id, event);
  }),
});
