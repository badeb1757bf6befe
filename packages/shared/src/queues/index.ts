export {
  DeadLetter,
  DeadLetterPage,
  ListDeadLettersInput,
  RetriedMessage,
  RetriedMessages,
  RetryMessageInput,
  RetryMessagesInput,
} from './dead-letters.ts';
export { Overview, QueueCounts, QueueStatus, WorkerInfo } from './schema.ts';
export {
  AttemptOutcome,
  MessageTimeline,
  MessageTimelineInput,
  TimelineAttempt,
  TimelineEvent,
  TimelineStep,
} from './timeline.ts';
