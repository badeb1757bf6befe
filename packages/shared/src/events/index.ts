export { GetMessageHistoryInput, MessageEventType, MessageHistory, MessageHistoryEntry } from './schema.ts';
