import { SafetyPolicy } from '@message-service/shared/safety';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** A named set of filter versions and thresholds. `_id` repeats `name`; what it says never changes, its part does. */
export const SafetyPolicyDoc = z.object({
  _id: z.string(),
  name: z.string(),
  policy: SafetyPolicy,
  /** At most one is in the shadow. Of several active ones the one activated last holds. */
  status: z.enum(['shadow', 'active', 'retired']),
  note: z.string().optional(),
  created_by: z.string(),
  created_at: z.date(),
  activated_by: z.string().optional(),
  activated_at: z.date().optional(),
  /** Messages that it judged in the shadow, and those of them that it judged differently. */
  judged: z.int(),
  changed: z.int(),
  /** Up to where messages that came since were judged, oldest first. */
  follow: z.object({ at: z.date(), id: z.string() }).optional(),
  /** The run over stored messages, newest first, where there is one. */
  replay: z
    .object({
      wanted: z.int(),
      done: z.int(),
      before: z.date(),
      before_id: z.string(),
      finished_at: z.date().nullable(),
    })
    .optional(),
});
export type SafetyPolicyDoc = z.infer<typeof SafetyPolicyDoc>;

export const safetyPolicies = defineCollection<SafetyPolicyDoc>({
  name: 'safety_policies',
  schema: SafetyPolicyDoc,
  indexes: [
    {
      name: 'idx_status',
      key: { status: 1, activated_at: -1 },
      serves: 'the active policy and the one in the shadow',
      example: { filter: { status: 'active' }, sort: { activated_at: -1 } },
    },
  ],
});

type Found = { name: string; policy: SafetyPolicy } | null;

/** The policies that judge now; null where there is none. */
export const findCurrentPolicies = async (
  ctx: Parameters<typeof safetyPolicies>[0],
): Promise<{ active: Found; shadow: Found }> => {
  const [active, shadow] = await Promise.all([
    safetyPolicies(ctx).findOne({ status: 'active' }, { sort: { activated_at: -1 } }),
    safetyPolicies(ctx).findOne({ status: 'shadow' }),
  ]);
  const named = (doc: SafetyPolicyDoc | null): Found => (doc ? { name: doc.name, policy: doc.policy } : null);
  return { active: named(active), shadow: named(shadow) };
};
