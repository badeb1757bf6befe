import type { ProviderName, TokenUsage } from '@message-service/shared/llm';
import { currentPrices, findPrice, type PriceTable } from './price-table.ts';

const NANOS = 1_000_000_000;

/** Costs in nano-dollars, whole numbers; `version` null when the model's price is not known. */
export type Cost = { prompt: number; completion: number; total: number; version: string | null };

/** What tokens cost: cached ones of the prompt by their own price, thought ones as the reply's, among which they are counted. */
export const costOf = (
  usage: Pick<TokenUsage, 'prompt_tokens' | 'completion_tokens' | 'cached_tokens'>,
  provider: ProviderName,
  model: string,
  table: PriceTable = currentPrices(),
): Cost => {
  const price = findPrice(table, provider, model);
  if (!price) return { prompt: 0, completion: 0, total: 0, version: null };
  const cached = Math.min(usage.cached_tokens ?? 0, usage.prompt_tokens);
  const prompt = (usage.prompt_tokens - cached) * price.input + cached * price.cached_input;
  const completion = usage.completion_tokens * price.output;
  return { prompt, completion, total: prompt + completion, version: table.version };
};

/** The usage with its costs in USD; without them when the model's price is not known. */
export const withCost = (usage: TokenUsage, { prompt, completion, total, version }: Cost): TokenUsage =>
  version === null
    ? usage
    : {
        ...usage,
        prompt_cost: prompt / NANOS,
        completion_cost: completion / NANOS,
        total_cost: total / NANOS,
        cost_currency: 'USD',
        price_version: version,
      };
