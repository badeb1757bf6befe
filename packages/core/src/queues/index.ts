export { createQueues, type Queues } from './create-queues.ts';
export { enqueue, enqueueMany } from './enqueue.ts';
export { getQueueStatus } from './get-queue-status.ts';
