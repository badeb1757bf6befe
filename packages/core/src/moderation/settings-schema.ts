import { z } from 'zod';

const HOURS = 5;

/** How the moderation desk works. */
export const ModerationSettings = z.object({
  /** Hours in which a case should be decided, for severities 1 to 5. */
  MODERATION_SLA_HOURS: z
    .string()
    .default('72,48,24,4,1')
    .transform((value) => value.split(',').map((one) => Number(one.trim())))
    .pipe(z.array(z.number().positive().max(8_760)).length(HOURS, 'five numbers: for severities 1 to 5')),
  /** Seconds for which a moderator holds a case without a sign of life. */
  MODERATION_LEASE_SECONDS: z.coerce.number().int().min(5).max(3_600).default(300),
  /** Hours in which a decision can be undone. */
  MODERATION_UNDO_HOURS: z.coerce.number().min(0).max(720).default(24),
  /** Share of the decisions that somebody else takes again without seeing them. */
  MODERATION_SECOND_REVIEW_RATE: z.coerce.number().min(0).max(1).default(0.1),
  /** Days for which a strike counts. */
  MODERATION_STRIKE_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
});
export type ModerationSettings = z.output<typeof ModerationSettings>;
