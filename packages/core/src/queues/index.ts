export { createQueues, type Queues } from './create-queues.ts';
export { enqueue, enqueueAgain, enqueueMany } from './enqueue.ts';
export { getQueueStatus } from './get-queue-status.ts';
export { releaseStuckKeys } from './release-stuck-keys.ts';
export { removeDoubledJobs } from './remove-doubled-jobs.ts';
