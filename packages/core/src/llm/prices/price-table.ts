import type { ProviderName } from '@message-service/shared/llm';

/** Nano-dollars (10⁻⁹ USD) a token: a million tokens for one dollar are 1,000. */
export type Price = { input: number; cached_input: number; output: number };
type Entry = Price & {
  provider: ProviderName /** The beginning of the model's name; the longest that fits counts. */;
  model: string;
};

export type PriceTable = { version: string; entries: readonly Entry[] };

const usd = (provider: ProviderName, model: string, input: number, cached: number, output: number): Entry => ({
  provider,
  model,
  input: Math.round(input * 1_000),
  cached_input: Math.round(cached * 1_000),
  output: Math.round(output * 1_000),
});

/**
 * Every table that costs were taken from, the newest last: its version stands beside each cost. Prices are the
 * providers' list prices in USD per million tokens: input, cached input, output. What runs on own machines costs nothing.
 */
export const PRICE_TABLES: readonly [PriceTable, ...PriceTable[]] = [
  {
    version: '2026-11-01',
    entries: [
      usd('lmstudio', '', 0, 0, 0),
      usd('llm-service', '', 0, 0, 0),
      usd('demo', '', 0, 0, 0),
      usd('openai', 'gpt-4o-mini', 0.15, 0.075, 0.6),
      usd('openai', 'gpt-4o', 2.5, 1.25, 10),
      usd('openai', 'gpt-4.1-nano', 0.1, 0.025, 0.4),
      usd('openai', 'gpt-4.1-mini', 0.4, 0.1, 1.6),
      usd('openai', 'gpt-4.1', 2, 0.5, 8),
      usd('openai', 'gpt-5-nano', 0.05, 0.005, 0.4),
      usd('openai', 'gpt-5-mini', 0.25, 0.025, 2),
      usd('openai', 'gpt-5', 1.25, 0.125, 10),
      usd('openai', 'o3', 2, 0.5, 8),
      usd('openai', 'o4-mini', 1.1, 0.275, 4.4),
      usd('openai', 'gpt-3.5-turbo', 0.5, 0.5, 1.5),
      usd('anthropic', 'claude-haiku-4-5', 1, 0.1, 5),
      usd('anthropic', 'claude-3-5-haiku', 0.8, 0.08, 4),
      usd('anthropic', 'claude-sonnet-4', 3, 0.3, 15),
      usd('anthropic', 'claude-opus-4-5', 5, 0.5, 25),
      usd('anthropic', 'claude-opus-4', 15, 1.5, 75),
    ],
  },
];

export const currentPrices = (): PriceTable => PRICE_TABLES.at(-1) ?? PRICE_TABLES[0];

/** Null for a model that the table does not know. */
export const findPrice = (table: PriceTable, provider: ProviderName, model: string): Price | null =>
  table.entries
    .filter((entry) => entry.provider === provider && model.startsWith(entry.model))
    .sort((a, b) => b.model.length - a.model.length)[0] ?? null;
