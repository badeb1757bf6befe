import { getMessage, listMessages, sendMessage, watchMessage } from '@message-service/core/messages';
import {
  GetMessageInput,
  ListMessagesInput,
  MessagePage,
  MessageView,
  SendMessageInput,
  SendMessageResult,
  WatchMessageInput,
} from '@message-service/shared/messages';
import { tracked } from '@trpc/server';
import { asOpenStream, router, signedInProcedure } from '../trpc.ts';

export const messagesRouter = router({
  send: signedInProcedure
    .input(SendMessageInput)
    .output(SendMessageResult)
    .mutation(({ ctx, input }) => sendMessage(ctx.core, ctx.identity, input, ctx.facts)),
  get: signedInProcedure
    .input(GetMessageInput)
    .output(MessageView)
    .query(({ ctx, input }) => getMessage(ctx.core, ctx.identity, input.message_id)),
  list: signedInProcedure
    .input(ListMessagesInput)
    .output(MessagePage)
    .query(({ ctx, input }) => listMessages(ctx.core, ctx.identity, input)),
  /** Progress, tokens and the end of a message; resumes after `lastEventId`. */
  watch: signedInProcedure.input(WatchMessageInput).subscription(async function* ({ ctx, input }) {
    const { message_id, lastEventId = null } = input;
    const events = asOpenStream(ctx, (signal) => watchMessage(ctx.core, ctx.identity, message_id, lastEventId, signal));
    for await (const { id, event } of events) yield tracked(id, event);
  }),
});
