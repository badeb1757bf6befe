import { ProviderName } from '@message-service/shared/llm';
import { z } from 'zod';

const address = z
  .url({ protocol: /^https?$/, error: 'an http:// or https:// address is needed' })
  .refine((value) => !URL.canParse(value) || new URL(value).username === '', 'must not carry a user name')
  .optional();
const key = z.string().trim().min(1).max(500).optional();
const whole = (fallback: number, min: number, max: number) =>
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
});
export type LlmProviderSettings = z.output<typeof LlmProviderSettings>;
