import type { ModelLimits, ProviderName } from '@message-service/shared/llm';

/** What the service takes for a model that nothing else is known of. */
const OPEN: ModelLimits = {
  context_window: null,
  max_tokens: 4_096,
  max_temperature: 2,
  top_p: true,
  penalties: true,
  max_stop_sequences: 4,
  temperature_or_top_p: false,
};

/** Models that think before they answer take none of the sampling parameters. */
const REASONING: ModelLimits = {
  ...OPEN,
  max_temperature: null,
  top_p: false,
  penalties: false,
  max_stop_sequences: 0,
};
const CLAUDE: ModelLimits = { ...OPEN, context_window: 200_000, max_temperature: 1, penalties: false };
/** A word is a token; sampling has no meaning there and is let pass. */
const DEMO: ModelLimits = { ...OPEN, context_window: 32_000 };

type Family = { providers: readonly ProviderName[]; model: RegExp; limits: ModelLimits; known?: readonly string[] };

/** The first family that fits counts. From the providers' own model pages, as of November 2026. */
const FAMILIES: readonly Family[] = [
  { providers: ['demo'], model: /^/, limits: DEMO, known: ['demo-1'] },
  {
    providers: ['anthropic'],
    model: /^claude-(opus-4-[1-9]|sonnet-4-[5-9]|haiku-4-[5-9])/,
    limits: { ...CLAUDE, temperature_or_top_p: true },
    known: ['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-opus-4-1'],
  },
  { providers: ['anthropic'], model: /^/, limits: CLAUDE, known: ['claude-3-5-haiku-latest'] },
  {
    providers: ['openai'],
    model: /^gpt-5/,
    limits: { ...REASONING, context_window: 400_000 },
    known: ['gpt-5', 'gpt-5-mini', 'gpt-5-nano'],
  },
  { providers: ['openai'], model: /^o\d/, limits: { ...REASONING, context_window: 200_000 }, known: ['o3', 'o4-mini'] },
  {
    providers: ['openai'],
    model: /^gpt-4\.1/,
    limits: { ...OPEN, context_window: 1_047_576 },
    known: ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano'],
  },
  {
    providers: ['openai'],
    model: /^gpt-4o/,
    limits: { ...OPEN, context_window: 128_000 },
    known: ['gpt-4o-mini', 'gpt-4o'],
  },
  { providers: ['openai'], model: /^gpt-3\.5/, limits: { ...OPEN, context_window: 16_385 } },
  {
    providers: ['lmstudio', 'llm-service'],
    model: /gemma-3/,
    limits: { ...OPEN, context_window: 131_072 },
    known: ['google/gemma-3-12b'],
  },
];

/** What a model of a provider takes; the service's own limits for one that is not known. */
export const describeModel = (provider: ProviderName, model: string): ModelLimits =>
  FAMILIES.find(({ providers, model: pattern }) => providers.includes(provider) && pattern.test(model))?.limits ?? OPEN;

/** Models of a provider that are known without asking it. */
export const knownModels = (provider: ProviderName): string[] =>
  FAMILIES.flatMap(({ providers, known = [] }) => (providers.includes(provider) ? known : []));
