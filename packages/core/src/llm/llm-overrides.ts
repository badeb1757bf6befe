import { ForcedBreaker, ProviderName } from '@message-service/shared/llm';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** A breaker that an operator holds open or closed. `_id` repeats `provider`; Redis learns of it when it was wiped. */
export const LlmOverride = z.object({
  _id: z.string(),
  provider: ProviderName,
  forced: ForcedBreaker,
  reason: z.string(),
  by: z.string(),
  at: z.date(),
});
export type LlmOverride = z.infer<typeof LlmOverride>;

export const llmOverrides = defineCollection<LlmOverride>({ name: 'llm_overrides', schema: LlmOverride, indexes: [] });
