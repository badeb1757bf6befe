export {
  ArchiveConversationInput,
  Conversation,
  ConversationActivity,
  ConversationPage,
  ConversationSettings,
  ConversationSettingsPatch,
  ConversationStatus,
  ConversationSummary,
  ConversationSummaryPage,
  CreateConversationInput,
  GetConversationInput,
  ListConversationsInput,
  ListConversationsQuery,
  MAX_OFFSET,
  UpdateConversationInput,
} from './schema.ts';
export { ConversationStats, ConversationStatsInput } from './stats.ts';
