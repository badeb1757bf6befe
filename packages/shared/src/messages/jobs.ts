import { z } from 'zod';
import { MessageId } from '../ids.ts';
import { defineJob } from '../jobs/index.ts';

export const processMessage = defineJob({
  name: 'messages.processMessage',
  queue: 'message-processing',
  payload: z.strictObject({ message_id: MessageId }),
  attempts: 3,
  backoffMs: 2_000,
  dedupe: ({ message_id }) => `process-${message_id}`,
});

export const sweepMessages = defineJob({
  name: 'messages.sweepMessages',
  queue: 'maintenance',
  payload: z.strictObject({}),
  attempts: 1,
  backoffMs: 1_000,
  dedupe: () => 'sweep-messages',
  everyMs: 10_000,
});
