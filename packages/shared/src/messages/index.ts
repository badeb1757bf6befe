export { ProgressEvent, ProgressEventId, SagaStep, WatchMessageInput } from './events.ts';
export {
  CustomMetadata,
  GetMessageInput,
  ListMessagesInput,
  MAX_MESSAGE_LENGTH,
  MessagePage,
  MessageText,
  SendMessageInput,
  SendMessageResult,
  Warning,
} from './inputs.ts';
export { processMessage, sweepMessages } from './jobs.ts';
export {
  ClientMetadata,
  ContextMetadata,
  isTerminal,
  Message,
  MessageContent,
  MessageRole,
  MessageStatus,
  MessageTimestamps,
  MessageType,
  MessageView,
  Platform,
  ProcessingMetadata,
  ProcessingStatus,
  QualityMetadata,
  Relationships,
  SafetyMetadata,
} from './schema.ts';
