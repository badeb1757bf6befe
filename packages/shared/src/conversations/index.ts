export {
  Conversation,
  ConversationPage,
  ConversationSettings,
  ConversationStatus,
  CreateConversationInput,
  GetConversationInput,
  ListConversationsInput,
} from './schema.ts';
