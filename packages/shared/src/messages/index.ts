export { GetMessageCallsInput, MessageCall, MessageCalls } from './calls.ts';
export {
  ArchiveMessageInput,
  CancelMessageInput,
  PatchMetadataInput,
  Reason,
  RestoreMessageInput,
} from './changes.ts';
export { ContextEntry, ContextOutcome, GetMessageContextInput, MessageContext } from './context.ts';
export { CustomMetadata, isMetadataSmall, KnownMetadata, METADATA_TOO_LARGE } from './custom-metadata.ts';
export { ProgressEvent, ProgressEventId, SagaStep, WatchMessageInput } from './events.ts';
export {
  AddSystemMessageInput,
  GetMessageInput,
  ListMessagesInput,
  MessagePage,
  MessageText,
  SendMessageInput,
  SendMessageResult,
  Warning,
} from './inputs.ts';
export { processMessage, sweepMessages } from './jobs.ts';
export { MAX_MESSAGE_LENGTH } from './limits.ts';
export {
  ClientMetadata,
  ContextDetails,
  ContextMetadata,
  ContextPart,
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
  SummaryRange,
} from './schema.ts';
