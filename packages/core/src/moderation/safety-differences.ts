import { PolicyDifference } from '@message-service/shared/safety';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** A message that the policy in the shadow judges differently. `_id` is made of both, so that it is listed once. */
export const SafetyDifferenceDoc = PolicyDifference.extend({ _id: z.string(), found_at: z.date() });
export type SafetyDifferenceDoc = z.infer<typeof SafetyDifferenceDoc>;

export const safetyDifferences = defineCollection<SafetyDifferenceDoc>({
  name: 'safety_differences',
  schema: SafetyDifferenceDoc,
  indexes: [
    {
      name: 'idx_policy_message',
      key: { policy: 1, message_at: -1, _id: -1 },
      serves: 'what a policy judges differently, newest message first',
      example: {
        filter: { policy: 'example', message_at: { $lt: new Date() } },
        sort: { message_at: -1, _id: -1 },
      },
    },
    {
      name: 'idx_policy_kind_message',
      key: { policy: 1, kind: 1, message_at: -1, _id: -1 },
      serves: 'the stricter or the looser judgements of a policy, newest message first, and their number',
      example: { filter: { policy: 'example', kind: 'stricter' }, sort: { message_at: -1, _id: -1 } },
    },
    {
      name: 'idx_found_ttl',
      key: { found_at: 1 },
      options: { expireAfterSeconds: 30 * 86_400 },
      serves: 'removal after 30 days',
      example: { filter: { found_at: { $lt: new Date(0) } } },
    },
  ],
});
