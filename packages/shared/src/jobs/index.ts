export { defineJob, type JobDefinition, type JobPayload } from './define-job.ts';
export { JobPriority, PRIORITY_RANKS } from './priority.ts';
export { lockTimes, QUEUE_SETTINGS, type QueueName, type QueueSettings } from './queue-settings.ts';
