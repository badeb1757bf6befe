import { z } from 'zod';
import { PlainText } from '../plain-text.ts';

/** What is watched. */
export const AlertRule = z.enum([
  'reply_slow',
  'reply_tokens_high',
  'latency_p95',
  'error_rate',
  'queue_long',
  'queue_old',
  'worker_gone',
  'budget',
  'cost_anomaly',
]);
export type AlertRule = z.infer<typeof AlertRule>;

export const AlertSeverity = z.enum(['info', 'warning', 'critical']);
export type AlertSeverity = z.infer<typeof AlertSeverity>;

/** `acknowledged` and `muted` are still true of the service; `resolved` is over. */
export const AlertState = z.enum(['firing', 'acknowledged', 'muted', 'resolved']);
export type AlertState = z.infer<typeof AlertState>;

export const AlertUnit = z.enum(['ms', 'tokens', 'ratio', 'jobs', 'workers', 'usd']);
export type AlertUnit = z.infer<typeof AlertUnit>;

export const AlertId = z.string().regex(/^alert_[A-Za-z0-9]{9,64}$/, 'expected alert_ and 9 to 64 letters or digits');
export type AlertId = z.infer<typeof AlertId>;

/** One thing that happened to an alert. `actor` is null for what the service itself did. */
export const AlertStep = z.object({
  at: z.date(),
  what: z.enum([
    'fired',
    'worsened',
    'eased',
    'acknowledged',
    'muted',
    'unmuted',
    'resolved',
    'delivered',
    'not_delivered',
  ]),
  actor: z.string().nullable(),
  note: z.string().nullable(),
});
export type AlertStep = z.infer<typeof AlertStep>;

export const Alert = z.object({
  alert_id: AlertId,
  rule: AlertRule,
  /** What the rule was broken by: a queue, a user, a model, or `*` for the whole service. */
  subject: z.string(),
  severity: AlertSeverity,
  state: AlertState,
  unit: AlertUnit,
  /** The newest reading, the worst one, and the threshold that it is above. */
  value: z.number(),
  worst: z.number(),
  threshold: z.number(),
  /** Ids of messages that show it, newest last. */
  message_ids: z.array(z.string()),
  fired_at: z.date(),
  /** When it was last found to be true. */
  seen_at: z.date(),
  resolved_at: z.date().optional(),
  muted_until: z.date().optional(),
  /** Newest last; the oldest ones are dropped. */
  history: z.array(AlertStep),
});
export type Alert = z.infer<typeof Alert>;

export const ListAlertsInput = z.strictObject({
  state: AlertState.optional(),
  /** True: only those that are not resolved; false: only resolved ones. */
  open: z.preprocess((value) => (typeof value === 'string' ? value === 'true' : value), z.boolean()).optional(),
  rule: AlertRule.optional(),
  severity: AlertSeverity.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
export type ListAlertsInput = z.infer<typeof ListAlertsInput>;

export const AlertPage = z.object({ items: z.array(Alert), next_cursor: z.string().nullable() });
export type AlertPage = z.infer<typeof AlertPage>;

const Note = PlainText.trim().min(1).max(500);

export const AcknowledgeAlertInput = z.strictObject({ alert_id: AlertId, note: Note.optional() });
export type AcknowledgeAlertInput = z.infer<typeof AcknowledgeAlertInput>;

/** A muted alert says nothing until then, however bad it gets. At most 30 days. */
export const MuteAlertInput = z.strictObject({
  alert_id: AlertId,
  minutes: z.int().min(1).max(43_200),
  note: Note.optional(),
});
export type MuteAlertInput = z.infer<typeof MuteAlertInput>;

export const UnmuteAlertInput = z.strictObject({ alert_id: AlertId });
export type UnmuteAlertInput = z.infer<typeof UnmuteAlertInput>;

export const GetAlertInput = z.strictObject({ alert_id: AlertId });
export type GetAlertInput = z.infer<typeof GetAlertInput>;

/** A rule with its threshold as set, for who wants to know what is watched. */
export const AlertRuleInfo = z.object({
  rule: AlertRule,
  severity: AlertSeverity,
  unit: AlertUnit,
  threshold: z.number(),
  /** The setting that changes the threshold. */
  setting: z.string(),
});
export type AlertRuleInfo = z.infer<typeof AlertRuleInfo>;

export const AlertOverview = z.object({
  open: z.object({ critical: z.int(), warning: z.int(), info: z.int() }),
  rules: z.array(AlertRuleInfo),
  /** Another one whenever an open alert has changed. */
  version: z.string(),
  at: z.date(),
});
export type AlertOverview = z.infer<typeof AlertOverview>;
