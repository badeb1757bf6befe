import { countDeadLetters } from '@message-service/core/messages';
import { getQueueStatus } from '@message-service/core/queues';
import { QueueStatus } from '@message-service/shared/queues';
import { z } from 'zod';
import { defineRoute } from '../http/define-route.ts';
import { OPERATORS } from '../policy.ts';

export const queueRoutes = [
  defineRoute({
    method: 'GET',
    path: '/admin/queue-status',
    summary: 'Counts, ages and workers of the queues',
    tag: 'Administration',
    policy: OPERATORS,
    input: z.strictObject({}),
    output: QueueStatus,
    status: 200,
    handle: async ({ core }) => getQueueStatus(core, await countDeadLetters(core)),
  }),
];
