import { ProviderName } from '@message-service/shared/llm';
import { z } from 'zod';

const address = z
  .url({ protocol: /^https?$/, error: 'an http:// or https:// address is needed' })
  .refine((value) => !URL.canParse(value) || new URL(value).username === '', 'must not carry a user name')
  .optional();
const key = z.string().trim().min(1).max(500).optional();
const whole = (fallback: number, min = 1, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/** Environment variables of the LLM providers. Addresses are given with or without `/v1`. */
export const LlmProviderSettings = z.object({
  /** Has to be configured. Not given: the first of lmstudio, openai, anthropic and llm-service that is; else demo. */
  DEFAULT_LLM_PROVIDER: ProviderName.optional(),
  /** Model of the default provider. */
  DEFAULT_MODEL: z.string().trim().min(1).max(200).optional(),
  LMSTUDIO_BASE_URL: address,
  OPENAI_API_KEY: key,
  OPENAI_BASE_URL: address,
  ANTHROPIC_API_KEY: key,
  ANTHROPIC_BASE_URL: address,
  LLM_SERVICE_URL: address,
  /** Seconds that one provider call may take, its whole body included. */
  LLM_REQUEST_TIMEOUT: z.coerce.number().positive().max(3_600).default(30),
  /** Largest body that is read from a provider. */
  LLM_MAX_RESPONSE_BYTES: whole(8 * 1024 * 1024, 1_024, 256 * 1024 * 1024),
  /** Longest reply in characters. */
  LLM_MAX_REPLY_CHARACTERS: whole(50_000, 1, 50_000),
  /** Asked in this order, those that are configured, when the provider that should answer does not. */
  LLM_FAILOVER_ORDER: z
    .string()
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(ProviderName).max(10))
    .default([]),
  /** How long answers at temperature 0 are kept for the same context; 0 keeps none. */
  LLM_RESPONSE_CACHE_SECONDS: whole(3_600, 0, 30 * 86_400),
  /** Calls to all providers that are open at once, over all processes. */
  MAX_CONCURRENT_LLM_REQUESTS: whole(100, 1, 100_000),
  /** Failed calls in a row after which a provider is left alone, for how many seconds, and good ones that end it. */
  LLM_BREAKER_FAILURES: whole(5),
  LLM_BREAKER_FAILURES_LMSTUDIO: whole(3),
  LLM_BREAKER_SECONDS: z.coerce.number().min(0.05).max(3_600).default(60),
  LLM_BREAKER_SUCCESSES: whole(3),
});
export type LlmProviderSettings = z.output<typeof LlmProviderSettings>;
