import { countDeadLetters, listDeadLetters, retryMessage, retryMessages } from '@message-service/core/messages';
import { getQueueStatus } from '@message-service/core/queues';
import {
  DeadLetterPage,
  ListDeadLettersInput,
  QueueStatus,
  RetriedMessage,
  RetriedMessages,
  RetryMessageInput,
  RetryMessagesInput,
} from '@message-service/shared/queues';
import { z } from 'zod';
import { defineRoute } from '../http/define-route.ts';
import { OPERATORS, RETRIERS } from '../policy.ts';

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
  defineRoute({
    method: 'GET',
    path: '/admin/dead-letters',
    summary: 'List the messages that failed and can be retried, newest failure first',
    tag: 'Administration',
    policy: OPERATORS,
    input: ListDeadLettersInput,
    output: DeadLetterPage,
    status: 200,
    handle: ({ core, identity }, input) => listDeadLetters(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/admin/dead-letters/retry',
    summary: 'Retry up to 100 failed messages; says of each what became of it',
    tag: 'Administration',
    policy: RETRIERS,
    input: RetryMessagesInput,
    output: RetriedMessages,
    status: 202,
    handle: ({ core, identity }, input) => retryMessages(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/admin/messages/{message_id}/retry',
    summary: 'Retry a failed message with a whole budget of attempts',
    tag: 'Administration',
    policy: RETRIERS,
    input: RetryMessageInput,
    output: RetriedMessage,
    status: 202,
    handle: ({ core, identity }, input) => retryMessage(core, identity, input),
  }),
];
