import { z } from 'zod';
import { MessageId } from '../ids.ts';
import { defineJob } from '../jobs/index.ts';

export const processMessage = defineJob({
  name: 'messages.processMessage',
  queue: 'message-processing',
  payload: z.strictObject({ message_id: MessageId }),
  dedupe: ({ message_id }) => `process-${message_id}`,
});

export const sweepMessages = defineJob({
  name: 'messages.sweepMessages',
  queue: 'maintenance',
  payload: z.strictObject({}),
  dedupe: () => 'sweep-messages',
  everyMs: 10_000,
  everyLease: true,
});

export const reconcileMessages = defineJob({
  name: 'messages.reconcileMessages',
  queue: 'maintenance',
  payload: z.strictObject({}),
  dedupe: () => 'reconcile-messages',
  everyMs: 60_000,
});
