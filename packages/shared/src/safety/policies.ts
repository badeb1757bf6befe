import { z } from 'zod';
import { ConversationId, MessageId } from '../ids.ts';
import { PlainText } from '../plain-text.ts';
import { SafetyDecision, SafetyPolicy } from './schema.ts';

/** Of a policy that is kept in the database; `settings` is the one that the settings describe. */
export const PolicyName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected small letters, digits and dashes, 40 at most');
export type PolicyName = z.infer<typeof PolicyName>;

const { shape } = SafetyPolicy;

/** A policy as it differs from the one in force. It judges beside it, without effect. */
export const TryPolicyInput = z.strictObject({
  name: PolicyName,
  note: PlainText.trim().min(1).max(500).optional(),
  filters: shape.filters.partial().optional(),
  review_threshold: shape.review_threshold.optional(),
  block_threshold: shape.block_threshold.optional(),
  pii: shape.pii.partial().optional(),
  languages: shape.languages.optional(),
  mask_profanity: shape.mask_profanity.optional(),
  /** How many of the last messages to judge by it as well. */
  replay: z.int().min(0).max(50_000).default(1_000),
});
export type TryPolicyInput = z.infer<typeof TryPolicyInput>;

const Named = z.strictObject({ policy_name: PolicyName, reason: PlainText.trim().min(1).max(500).optional() });

export const PromotePolicyInput = Named;
export type PromotePolicyInput = z.infer<typeof PromotePolicyInput>;

export const DropPolicyInput = Named;
export type DropPolicyInput = z.infer<typeof DropPolicyInput>;

export const PolicyView = z.object({
  name: z.string(),
  policy: SafetyPolicy,
  status: z.enum(['shadow', 'active', 'retired']),
  note: z.string().nullable(),
  created_by: z.string().nullable(),
  created_at: z.date().nullable(),
  activated_by: z.string().nullable(),
  activated_at: z.date().nullable(),
  /** Messages that it judged in the shadow, and those of them that it judged differently. */
  judged: z.int(),
  changed: z.int(),
  /** Of the run over stored messages. */
  replay: z.object({ wanted: z.int(), done: z.int(), finished: z.boolean() }).nullable(),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const PolicyList = z.object({ items: z.array(PolicyView) });
export type PolicyList = z.infer<typeof PolicyList>;

export const Judgement = z.object({
  decision: SafetyDecision,
  safety_score: z.number(),
  issues: z.array(z.string()),
});
export type Judgement = z.infer<typeof Judgement>;

/** A message that two policies judge differently: ids and judgements, not what it says. */
export const PolicyDifference = z.object({
  policy: z.string(),
  message_id: MessageId,
  conversation_id: ConversationId,
  role: z.string(),
  message_at: z.date(),
  /** By the policy in force. */
  before: Judgement,
  after: Judgement,
  /** `stricter`: more is kept back or asked about; `other`: the same follows from other findings. */
  kind: z.enum(['stricter', 'looser', 'other']),
});
export type PolicyDifference = z.infer<typeof PolicyDifference>;

export const ListDifferencesInput = z.strictObject({
  policy_name: PolicyName,
  kind: PolicyDifference.shape.kind.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
export type ListDifferencesInput = z.infer<typeof ListDifferencesInput>;

export const DifferencePage = z.object({ items: z.array(PolicyDifference), next_cursor: z.string().nullable() });
export type DifferencePage = z.infer<typeof DifferencePage>;
