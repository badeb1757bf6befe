import { z } from 'zod';

/** How soon a job is taken among those that wait. */
export const JobPriority = z.enum(['low', 'normal', 'high', 'urgent']);
export type JobPriority = z.infer<typeof JobPriority>;

/**
 * In the words of BullMQ, where the smallest number goes first and equals go in the order in which they came. It is
 * strict: while anything above it waits, a job waits, so low ones may starve for as long as the service is overloaded.
 * That is bounded by the number of messages that may wait at all; who may jump the queue is therefore limited.
 */
export const PRIORITY_RANKS: Record<JobPriority, number> = { urgent: 1, high: 2, normal: 3, low: 4 };
