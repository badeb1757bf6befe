import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { ProviderName } from '@message-service/shared/llm';
import { type CallLimits, createSdkProvider } from './create-sdk-provider.ts';
import { normalizeBaseUrl } from './normalize-base-url.ts';
import type { Provider } from './provider.ts';
import { readPath } from './read-path.ts';

/** Models that know `max_tokens` only by its newer name. */
const NEWER_LIMIT = /^(o\d|gpt-5)/;

const renameLimit = (model: string) => (body: Record<string, unknown>) => {
  if (!NEWER_LIMIT.test(model) || body.max_tokens === undefined) return body;
  const { max_tokens, ...rest } = body;
  return { ...rest, max_completion_tokens: max_tokens };
};

const readFinish = (event: unknown) => {
  const reason = readPath(event, 'choices', 0, 'finish_reason');
  return typeof reason === 'string' ? reason : undefined;
};

/** Any server that speaks `POST /v1/chat/completions`. */
export const createOpenAiCompatibleProvider = (options: {
  name: ProviderName;
  defaultModel: string;
  configured: boolean;
  address: string;
  apiKey?: string;
  limits: CallLimits;
}): Provider => {
  const { address, apiKey, ...rest } = options;
  const baseUrl = normalizeBaseUrl(address);
  return createSdkProvider({
    ...rest,
    baseUrl,
    headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
    readFinish,
    createModel: (modelId, fetch) =>
      createOpenAICompatible({
        name: options.name,
        baseURL: baseUrl,
        apiKey,
        includeUsage: true,
        fetch,
        transformRequestBody: renameLimit(modelId),
      }).chatModel(modelId),
  });
};
