import { z } from 'zod';
import { ConversationId, MessageId } from '../ids.ts';
import { MAX_MESSAGE_LENGTH } from '../messages/limits.ts';
import { PlainText } from '../plain-text.ts';
import { countCodePoints } from '../text/index.ts';
import { SafetyDecision, SafetyFilterName, SafetyFinding, SafetyPolicy } from './schema.ts';

/** Of a policy that is kept in the database; `settings` is the one that the settings describe. */
export const PolicyName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected small letters, digits and dashes, 40 at most');
export type PolicyName = z.infer<typeof PolicyName>;

const { shape } = SafetyPolicy;

/** What of a policy is another than in the one that it is made from. */
export const PolicyChanges = z.strictObject({
  filters: shape.filters.partial().optional(),
  review_threshold: shape.review_threshold.optional(),
  block_threshold: shape.block_threshold.optional(),
  pii: shape.pii.partial().optional(),
  languages: shape.languages.optional(),
  mask_profanity: shape.mask_profanity.optional(),
});
export type PolicyChanges = z.infer<typeof PolicyChanges>;

/** A policy as it differs from the one in force. It judges beside it, without effect. */
export const TryPolicyInput = PolicyChanges.extend({
  name: PolicyName,
  note: PlainText.trim().min(1).max(500).optional(),
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

export const PolicyList = z.object({
  items: z.array(PolicyView),
  /** The versions that there are of each filter, oldest first. */
  versions: z.record(SafetyFilterName, z.array(z.int())),
});
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
  /** Those that say something else; none where only the thresholds differ. */
  filters: z.array(SafetyFilterName).default([]),
});
export type PolicyDifference = z.infer<typeof PolicyDifference>;

export const ListDifferencesInput = z.strictObject({
  policy_name: PolicyName,
  kind: PolicyDifference.shape.kind.optional(),
  /** Only where this filter says something else. */
  filter: SafetyFilterName.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
export type ListDifferencesInput = z.infer<typeof ListDifferencesInput>;

/** With the beginning of the text, at most 600 characters; null when the message is gone. */
export const DifferenceRow = PolicyDifference.extend({ excerpt: z.string().nullable() });
export type DifferenceRow = z.infer<typeof DifferenceRow>;

export const DifferencePage = z.object({
  items: z.array(DifferenceRow),
  next_cursor: z.string().nullable(),
  /** Of the policy, whatever is filtered. */
  counts: z.record(PolicyDifference.shape.kind, z.int()),
});
export type DifferencePage = z.infer<typeof DifferencePage>;

/** A text, and the policy to judge it by: the one in force or a named one, with changes. */
export const PreviewTextInput = PolicyChanges.extend({
  text: PlainText.min(1).refine(
    (text) => countCodePoints(text) <= MAX_MESSAGE_LENGTH,
    `must be at most ${MAX_MESSAGE_LENGTH} characters`,
  ),
  policy_name: PolicyName.optional(),
});
export type PreviewTextInput = z.infer<typeof PreviewTextInput>;

/** What would become of a text. */
export const TextPreview = z.object({
  decision: SafetyDecision,
  safety_score: z.number(),
  detected_issues: z.array(z.string()),
  findings: z.array(SafetyFinding),
  /** What the model would be given, and others see in place of what is masked; the text itself when nothing is. */
  becomes: z.string(),
  policy: z.string(),
});
export type TextPreview = z.infer<typeof TextPreview>;
