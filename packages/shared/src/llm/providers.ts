import { z } from 'zod';
import { FieldError } from '../errors.ts';
import { PlainText } from '../plain-text.ts';
import { LlmSettings, ProviderName } from './schema.ts';

export const BreakerState = z.enum(['closed', 'open', 'half_open']);
export type BreakerState = z.infer<typeof BreakerState>;

/** What an operator has decided instead of the breaker: no calls, or calls whatever happens. */
export const ForcedBreaker = z.enum(['open', 'closed']);
export type ForcedBreaker = z.infer<typeof ForcedBreaker>;

export const BreakerView = z.object({
  state: BreakerState,
  /** When the next call is let through; null unless open, and while somebody holds it open. */
  next_try_at: z.date().nullable(),
});
export type BreakerView = z.infer<typeof BreakerView>;

/** A provider that the service knows. One that is not configured is never asked. */
export const ProviderView = z.object({
  provider: ProviderName,
  configured: z.boolean(),
  /** Asked when neither the message nor the conversation names one. */
  is_default: z.boolean(),
  default_model: z.string(),
  /** Other names under which it is accepted. */
  aliases: z.array(ProviderName),
  /** Place among those that are asked instead of one that fails, from 1; null for none of them. */
  failover_position: z.int().nullable(),
  breaker: BreakerView,
});
export type ProviderView = z.infer<typeof ProviderView>;

export const ProviderList = z.object({ items: z.array(ProviderView), next_cursor: z.null() });
export type ProviderList = z.infer<typeof ProviderList>;

/** What a model takes. Null for a parameter that it does not know. */
export const ModelLimits = z.object({
  /** Tokens of prompt and reply together; null when only the server knows. */
  context_window: z.int().nullable(),
  max_tokens: z.int(),
  max_temperature: z.number().nullable(),
  top_p: z.boolean(),
  penalties: z.boolean(),
  max_stop_sequences: z.int(),
  /** Refuses a request that sets both temperature and top_p. */
  temperature_or_top_p: z.boolean(),
});
export type ModelLimits = z.infer<typeof ModelLimits>;

export const ModelView = z.object({
  provider: ProviderName,
  model: z.string(),
  is_default: z.boolean(),
  /** Whether the provider lists it now; null when it could not be asked, or has no list. */
  available: z.boolean().nullable(),
  limits: ModelLimits,
});
export type ModelView = z.infer<typeof ModelView>;

export const ListModelsInput = z.strictObject({ provider: ProviderName.optional() });
export type ListModelsInput = z.infer<typeof ListModelsInput>;

export const ModelList = z.object({ items: z.array(ModelView), next_cursor: z.null() });
export type ModelList = z.infer<typeof ModelList>;

/** Settings to hold against a model's limits; with `probe` the provider is asked whether it is there and has the model. */
export const ValidateLlmInput = z.strictObject({ ...LlmSettings.shape, probe: z.boolean().default(false) });
export type ValidateLlmInput = z.infer<typeof ValidateLlmInput>;

export const LlmProbe = z.object({
  reachable: z.boolean(),
  response_time_ms: z.number().nullable(),
  /** Whether the provider lists the model; null when it has no list. */
  has_model: z.boolean().nullable(),
  /** Why it is not reachable, in words. */
  detail: z.string().nullable(),
  /** The class of the fault. */
  error: z.string().nullable(),
});
export type LlmProbe = z.infer<typeof LlmProbe>;

export const LlmValidation = z.object({
  valid: z.boolean(),
  provider: ProviderName,
  model: z.string(),
  errors: z.array(FieldError),
  limits: ModelLimits,
  /** Null unless it was asked for. */
  probe: LlmProbe.nullable(),
});
export type LlmValidation = z.infer<typeof LlmValidation>;

/** Holds a provider's breaker open or closed, or, with null, leaves it to itself again. */
export const ForceBreakerInput = z.strictObject({
  provider: ProviderName,
  forced: ForcedBreaker.nullable(),
  reason: PlainText.trim().min(1).max(500),
});
export type ForceBreakerInput = z.infer<typeof ForceBreakerInput>;

/** A fault of a provider as its users met it. */
export const ProviderFault = z.object({
  at: z.date(),
  kind: z.string(),
  code: z.string().nullable(),
  status: z.int().nullable(),
  message_id: z.string().nullable(),
});
export type ProviderFault = z.infer<typeof ProviderFault>;

/** How a provider has done in the last hour, and what was decided about it. */
export const ProviderStatus = ProviderView.extend({
  forced: z.object({ to: ForcedBreaker, by: z.string(), at: z.date(), reason: z.string() }).nullable(),
  calls_ok: z.int(),
  calls_failed: z.int(),
  /** Calls that came to it because others did not answer, by whom they were meant for. */
  took_over: z.array(z.object({ from: ProviderName, calls: z.int() })),
  /** Newest first, 20 at most. */
  recent_errors: z.array(ProviderFault),
});
export type ProviderStatus = z.infer<typeof ProviderStatus>;

export const ProviderStatuses = z.object({
  items: z.array(ProviderStatus),
  /** Calls that are open now over all processes, and how many may be. */
  open_calls: z.int(),
  max_open_calls: z.int(),
  at: z.date(),
});
export type ProviderStatuses = z.infer<typeof ProviderStatuses>;
