export { defineJob, type JobDefinition, type JobPayload, type QueueName } from './define-job.ts';
