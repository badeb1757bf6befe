import { createAnthropic } from '@ai-sdk/anthropic';
import { type CallLimits, createSdkProvider } from './create-sdk-provider.ts';
import { normalizeBaseUrl } from './normalize-base-url.ts';
import type { Provider } from './provider.ts';
import { readPath } from './read-path.ts';

const API_VERSION = '2023-06-01';

const readFinish = (event: unknown) => {
  if (readPath(event, 'type') !== 'message_delta') return undefined;
  const reason = readPath(event, 'delta', 'stop_reason');
  return typeof reason === 'string' ? reason : undefined;
};

/** Any server that speaks Anthropic's `POST /v1/messages`. */
export const createAnthropicProvider = (options: {
  defaultModel: string;
  configured: boolean;
  address: string;
  apiKey: string;
  limits: CallLimits;
}): Provider => {
  const { address, apiKey, ...rest } = options;
  const baseUrl = normalizeBaseUrl(address);
  return createSdkProvider({
    ...rest,
    name: 'anthropic',
    baseUrl,
    headers: { 'x-api-key': apiKey, 'anthropic-version': API_VERSION },
    readFinish,
    createModel: (modelId, fetch) => createAnthropic({ baseURL: baseUrl, apiKey, fetch })(modelId),
  });
};
