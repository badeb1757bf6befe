import { createConversation, listConversations, readConversation } from '@message-service/core/conversations';
import {
  Conversation,
  ConversationPage,
  CreateConversationInput,
  GetConversationInput,
  ListConversationsInput,
} from '@message-service/shared/conversations';
import { defineRoute } from '../http/define-route.ts';

const tag = 'Conversations';

export const conversationRoutes = [
  defineRoute({
    method: 'POST',
    path: '/conversations',
    summary: 'Start a conversation with a character',
    tag,
    policy: 'signed-in',
    input: CreateConversationInput,
    output: Conversation,
    status: 201,
    handle: ({ core, identity }, input) => createConversation(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/conversations',
    summary: 'List conversations, most recently active first',
    tag,
    policy: 'signed-in',
    input: ListConversationsInput,
    output: ConversationPage,
    status: 200,
    handle: ({ core, identity }, input) => listConversations(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/conversations/{conversation_id}',
    summary: 'Get a conversation',
    tag,
    policy: 'signed-in',
    input: GetConversationInput,
    output: Conversation,
    status: 200,
    handle: ({ core, identity }, input) => readConversation(core, identity, input.conversation_id),
  }),
];
