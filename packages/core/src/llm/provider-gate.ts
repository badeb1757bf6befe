import type { ProviderName } from '@message-service/shared/llm';
import type { CoreContext } from '../context.ts';
import type { Gate, GateLimits } from '../gate/index.ts';
import { llmOverrides } from './llm-overrides.ts';
import type { LlmProviderSettings } from './settings-schema.ts';

/** A lost worker's place comes back this long after the call's own deadline. */
const LEASE_SLACK = 1.1;

export const limitsOf = (settings: LlmProviderSettings, provider: string): GateLimits => ({
  failures:
    provider === ('lmstudio' satisfies ProviderName)
      ? settings.LLM_BREAKER_FAILURES_LMSTUDIO
      : settings.LLM_BREAKER_FAILURES,
  openMs: settings.LLM_BREAKER_SECONDS * 1_000,
  successes: settings.LLM_BREAKER_SUCCESSES,
  concurrency: settings.MAX_CONCURRENT_LLM_REQUESTS,
  leaseMs: Math.ceil(settings.LLM_REQUEST_TIMEOUT * 1_000 * LEASE_SLACK),
});

export type GateContext = Pick<CoreContext, 'redis' | 'settings' | 'log' | 'now' | 'db'>;

/** The gate that every call of a provider goes through, whichever process makes it. */
export const providerGate = (ctx: GateContext): Gate => ({
  redis: ctx.redis,
  log: ctx.log,
  now: ctx.now,
  base: `${ctx.settings.REDIS_PREFIX}:{llm}`,
  limitsOf: (provider) => limitsOf(ctx.settings, provider),
  forcedOf: async (provider) => (await llmOverrides(ctx).findOne({ _id: provider }))?.forced ?? null,
});
