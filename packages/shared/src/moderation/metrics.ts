import { z } from 'zod';
import { People } from './schema.ts';
import { DecisionAction } from './terms.ts';

export const DeskMetricsInput = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7) });
export type DeskMetricsInput = z.infer<typeof DeskMetricsInput>;

/** Seconds; null where nothing was measured. */
export const Spread = z.object({ p50: z.number().nullable(), p90: z.number().nullable() });
export type Spread = z.infer<typeof Spread>;

export const DeskMetrics = z.object({
  backlog: z.object({
    open: z.int(),
    escalated: z.int(),
    overdue: z.int(),
    oldest_seconds: z.number().nullable(),
    age: Spread,
  }),
  /** Of cases that were decided in the period. */
  decided: z.int(),
  by_action: z.record(DecisionAction, z.int()),
  to_claim: Spread,
  to_decide: Spread,
  /** Share decided within the time of its severity; null without decisions. */
  within_sla: z.number().nullable(),
  /** Appeals that were decided, and the share of them that overturned the decision. */
  appeals: z.int(),
  overturned: z.number().nullable(),
  /** Share of decisions that were undone. */
  undone: z.number().nullable(),
  /** Second reviews: how many, how often they agreed, and Cohen's kappa, which takes out chance. */
  agreement: z.object({ reviews: z.int(), agreed: z.number().nullable(), kappa: z.number().nullable() }),
  /** Cases per filter, and the share of the decided ones in which a moderator saw no harm. */
  filters: z.array(z.object({ filter: z.string(), cases: z.int(), decided: z.int(), cleared: z.number().nullable() })),
  /** UTC days, oldest first. */
  days: z.array(z.object({ day: z.string(), opened: z.int(), decided: z.int() })),
  moderators: z.array(z.object({ user_id: z.string(), decided: z.int(), to_decide: Spread })),
  people: People,
  /** Whether more cases fell into the period than were read. */
  cut: z.boolean(),
  at: z.date(),
});
export type DeskMetrics = z.infer<typeof DeskMetrics>;
