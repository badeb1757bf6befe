import type { ProviderName } from '@message-service/shared/llm';
import { z } from 'zod';
import { createBoundedFetch } from './bounded-fetch.ts';
import { classifyError, errorOfStatus } from './classify-error.ts';
import { LlmError } from './llm-error.ts';
import type { ProviderPing } from './provider.ts';
import type { Deadline } from './with-deadline.ts';

const MAX_MODELS = 1_000;
const ModelList = z.object({ data: z.array(z.object({ id: z.string().max(200) })) });

/**
 * Asks for the list of models. A server that has none (404) is reachable all the same.
 * @throws LlmError
 */
export const pingModels = async (
  target: { provider: ProviderName; baseUrl: string; headers: Record<string, string>; maxBytes: number },
  deadline: Deadline,
): Promise<ProviderPing> => {
  const { provider, baseUrl, headers, maxBytes } = target;
  const fetch = createBoundedFetch(maxBytes, () => deadline.stop(new LlmError('too_large', provider)));
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  let body: unknown;
  try {
    const response = await fetch(`${baseUrl}/models`, { headers, signal: deadline.signal });
    if (response.status === 404) return { response_time_ms: elapsed(), models: [] };
    if (!response.ok) throw errorOfStatus(response.status, Object.fromEntries(response.headers), provider);
    body = await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw new LlmError('invalid_response', provider);
    throw classifyError(error, provider);
  }
  const list = ModelList.safeParse(body);
  if (!list.success) throw new LlmError('invalid_response', provider);
  return { response_time_ms: elapsed(), models: list.data.data.slice(0, MAX_MODELS).map((model) => model.id) };
};
