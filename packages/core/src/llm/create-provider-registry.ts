import { DomainError } from '@message-service/shared/errors';
import type { ProviderName } from '@message-service/shared/llm';
import { createAnthropicProvider } from './create-anthropic-provider.ts';
import { createOpenAiCompatibleProvider } from './create-openai-compatible-provider.ts';
import type { CallLimits } from './create-sdk-provider.ts';
import { createDemoProvider } from './demo/create-demo-provider.ts';
import type { Provider } from './provider.ts';
import type { LlmProviderSettings } from './settings-schema.ts';

export type ProviderRegistry = {
  /**
   * The provider of this name, or the default one; `claude` is `anthropic`.
   * @throws DomainError VALIDATION_FAILED when it is not configured; `at` is where the name stands in the input
   */
  get(name?: ProviderName, at?: string): Provider;
  default: Provider;
  /** Whom to ask, in this order, when the one that should answer does not: those of the setting that are configured. */
  failover: readonly Provider['name'][];
  /** Every known provider, configured or not. */
  list(): Provider[];
};

type RealName = Exclude<ProviderName, 'claude' | 'demo'>;
const resolveAlias = (name: ProviderName): RealName | 'demo' => (name === 'claude' ? 'anthropic' : name);

/** In this order the first configured one is the default. */
const ORDER: RealName[] = ['lmstudio', 'openai', 'anthropic', 'llm-service'];

const DEFAULT_MODELS: Record<RealName, string> = {
  lmstudio: 'google/gemma-3-12b',
  openai: 'gpt-4o-mini',
  anthropic: 'claude-haiku-4-5',
  'llm-service': 'google/gemma-3-12b',
};

const isConfigured = (settings: LlmProviderSettings): Record<RealName, boolean> => ({
  lmstudio: settings.LMSTUDIO_BASE_URL !== undefined,
  openai: settings.OPENAI_API_KEY !== undefined || settings.OPENAI_BASE_URL !== undefined,
  anthropic: settings.ANTHROPIC_API_KEY !== undefined,
  'llm-service': settings.LLM_SERVICE_URL !== undefined,
});

const chooseDefault = (settings: LlmProviderSettings, configured: Record<RealName, boolean>): RealName | 'demo' => {
  const wanted = settings.DEFAULT_LLM_PROVIDER && resolveAlias(settings.DEFAULT_LLM_PROVIDER);
  if (wanted && (wanted === 'demo' || configured[wanted])) return wanted;
  return ORDER.find((name) => configured[name]) ?? 'demo';
};

/** False when the settings name a default provider and lack its key or address. */
export const hasWantedProvider = (settings: LlmProviderSettings): boolean => {
  const wanted = settings.DEFAULT_LLM_PROVIDER && resolveAlias(settings.DEFAULT_LLM_PROVIDER);
  return wanted === undefined || wanted === 'demo' || isConfigured(settings)[wanted];
};

const chooseModel = (settings: LlmProviderSettings, name: RealName, defaultName: RealName | 'demo') => {
  const owner = settings.DEFAULT_LLM_PROVIDER ? resolveAlias(settings.DEFAULT_LLM_PROVIDER) : defaultName;
  return (name === owner ? settings.DEFAULT_MODEL : undefined) ?? DEFAULT_MODELS[name];
};

/** Makes every known provider from the settings. No connection is opened. */
export const createProviderRegistry = (settings: LlmProviderSettings): ProviderRegistry => {
  const configured = isConfigured(settings);
  const defaultName = chooseDefault(settings, configured);
  const limits: CallLimits = {
    timeoutMs: settings.LLM_REQUEST_TIMEOUT * 1_000,
    maxBytes: settings.LLM_MAX_RESPONSE_BYTES,
    maxCharacters: settings.LLM_MAX_REPLY_CHARACTERS,
  };
  const base = (name: RealName) => ({
    name,
    defaultModel: chooseModel(settings, name, defaultName),
    configured: configured[name],
    limits,
  });
  const providers: Record<RealName | 'demo', Provider> = {
    lmstudio: createOpenAiCompatibleProvider({
      ...base('lmstudio'),
      address: settings.LMSTUDIO_BASE_URL ?? 'http://127.0.0.1:1234',
    }),
    openai: createOpenAiCompatibleProvider({
      ...base('openai'),
      address: settings.OPENAI_BASE_URL ?? 'https://api.openai.com',
      apiKey: settings.OPENAI_API_KEY,
    }),
    anthropic: createAnthropicProvider({
      ...base('anthropic'),
      address: settings.ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com',
      apiKey: settings.ANTHROPIC_API_KEY ?? '',
    }),
    'llm-service': createOpenAiCompatibleProvider({
      ...base('llm-service'),
      address: settings.LLM_SERVICE_URL ?? 'http://127.0.0.1:8005',
    }),
    demo: createDemoProvider({ configured: defaultName === 'demo' }),
  };

  return {
    get(name, at = 'llm.provider') {
      const provider = providers[name === undefined ? defaultName : resolveAlias(name)];
      if (provider.configured || provider.name === 'demo') return provider;
      throw new DomainError('VALIDATION_FAILED', `The language model provider ${provider.name} is not configured.`, {
        errors: [{ path: at, message: `${provider.name} is not configured` }],
      });
    },
    default: providers[defaultName],
    failover: [...new Set(settings.LLM_FAILOVER_ORDER.map(resolveAlias))].filter((name) => providers[name].configured),
    list: () => [...ORDER.map((name) => providers[name]), providers.demo],
  };
};
