import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';

/** Judges new messages, and some of the last ones, by the policy in the shadow. */
export const runShadow = defineJob({
  name: 'moderation.runShadow',
  queue: 'maintenance',
  payload: z.strictObject({}),
  attempts: 1,
  backoffMs: 1_000,
  dedupe: () => 'run-shadow',
  everyMs: 5_000,
});

/** Opens the cases that messages wait for, and does to messages what was decided and is not yet done. */
export const tendCases = defineJob({
  name: 'moderation.tendCases',
  queue: 'maintenance',
  payload: z.strictObject({}),
  attempts: 1,
  backoffMs: 1_000,
  dedupe: () => 'tend-cases',
  everyMs: 3_000,
});
