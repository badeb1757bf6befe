import {
  addSystemMessage,
  archiveMessage,
  cancelMessage,
  getMessage,
  getMessageCalls,
  getMessageContext,
  getMessageHistory,
  getMessageTimeline,
  listMessages,
  patchMetadata,
  restoreMessage,
  sendMessage,
  type TrackedProgress,
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
  ProgressEvent,
  RestoreMessageInput,
  SendMessageInput,
  SendMessageResult,
} from '@message-service/shared/messages';
import { MessageTimeline, MessageTimelineInput } from '@message-service/shared/queues';
import { defineRoute } from '../http/define-route.ts';
import { type StreamEvent, sendEventStream } from '../http/event-stream.ts';
import { setRateLimitHeaders } from '../http/rate-limit-headers.ts';
import { INSTRUCTORS, READERS } from '../policy.ts';

const tag = 'Messages';

async function* toStreamEvents(events: AsyncIterable<TrackedProgress>): AsyncGenerator<StreamEvent, void, void> {
  for await (const { id, event } of events) {
    const { type, ...data } = event;
    yield { id, name: type, data };
  }
}

export const messageRoutes = [
  defineRoute({
    method: 'POST',
    path: '/messages',
    summary: 'Send a message; it is durable once this answers 202',
    tag,
    policy: 'signed-in',
    input: SendMessageInput,
    output: SendMessageResult,
    status: 202,
    handle: async ({ core, identity, facts }, input, reply) => {
      const result = await sendMessage(core, identity, input, {
        ...facts,
        onLimit: (state) => setRateLimitHeaders(reply, state),
      });
      reply.header('location', result.status_url);
      return result;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/conversations/{conversation_id}/system-messages',
    summary: 'Put a system message into a conversation; the model reads it behind its prompt, nobody answers it',
    tag,
    policy: INSTRUCTORS,
    input: AddSystemMessageInput,
    output: MessageView,
    status: 201,
    handle: ({ core, identity }, input) => addSystemMessage(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/messages/{message_id}',
    summary: 'Get a message and how far it has come',
    tag,
    policy: 'signed-in',
    input: GetMessageInput,
    output: MessageView,
    status: 200,
    handle: ({ core, identity }, input) => getMessage(core, identity, input.message_id),
  }),
  defineRoute({
    method: 'GET',
    path: '/messages/{message_id}/events',
    summary: 'Follow a message live: progress, tokens, and how it ended; resumes after Last-Event-ID',
    tag,
    policy: 'signed-in',
    input: GetMessageInput,
    output: ProgressEvent,
    status: 200,
    produces: 'text/event-stream',
    handle: async ({ core, identity, openStream }, input, reply, request) => {
      const signal = openStream(identity);
      const given = request.headers['last-event-id'];
      const lastEventId = typeof given === 'string' ? given : null;
      const events = await watchMessage(core, identity, input.message_id, lastEventId, signal);
      await sendEventStream(reply, toStreamEvents(events), signal);
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/messages/{message_id}',
    summary: 'Archive a message; it is removed when its retention is over',
    tag,
    policy: 'signed-in',
    input: ArchiveMessageInput,
    output: MessageView,
    status: 200,
    handle: ({ core, identity }, input) => archiveMessage(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/messages/{message_id}/restore',
    summary: 'Restore an archived message',
    tag,
    policy: 'signed-in',
    input: RestoreMessageInput,
    output: MessageView,
    status: 200,
    handle: ({ core, identity }, input) => restoreMessage(core, identity, input),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/messages/{message_id}/metadata',
    summary: 'Merge metadata: given keys replace, null removes, others stay',
    tag,
    policy: 'signed-in',
    input: PatchMetadataInput,
    output: MessageView,
    status: 200,
    handle: ({ core, identity }, input) => patchMetadata(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/messages/{message_id}/cancel',
    summary: 'Cancel a message that is queued or processed',
    tag,
    policy: 'signed-in',
    input: CancelMessageInput,
    output: MessageView,
    status: 200,
    handle: ({ core, identity }, input) => cancelMessage(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/messages/{message_id}/timeline',
    summary: 'Get the steps, attempts, calls and times of a message',
    tag,
    policy: 'signed-in',
    input: MessageTimelineInput,
    output: MessageTimeline,
    status: 200,
    handle: ({ core, identity }, input) => getMessageTimeline(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/messages/{message_id}/calls',
    summary: 'Get the provider calls of a message: of whom, with what outcome, tokens, cost and time',
    tag,
    policy: 'signed-in',
    input: GetMessageCallsInput,
    output: MessageCalls,
    status: 200,
    handle: ({ core, identity }, input) => getMessageCalls(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/messages/{message_id}/context',
    summary: 'Get what the model was given for a message, and what was left out and why',
    tag,
    policy: READERS,
    input: GetMessageContextInput,
    output: MessageContext,
    status: 200,
    handle: ({ core, identity }, input) => getMessageContext(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/messages/{message_id}/history',
    summary: 'Get all that has happened to a message, in order',
    tag,
    policy: 'signed-in',
    input: GetMessageHistoryInput,
    output: MessageHistory,
    status: 200,
    handle: ({ core, identity }, input) => getMessageHistory(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/conversations/{conversation_id}/messages',
    summary: 'List the messages of a conversation by sequence number',
    tag,
    policy: 'signed-in',
    input: ListMessagesInput,
    output: MessagePage,
    status: 200,
    handle: ({ core, identity }, input) => listMessages(core, identity, input),
  }),
];
