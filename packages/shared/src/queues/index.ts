export { Overview, QueueCounts, QueueStatus, WorkerInfo } from './schema.ts';
