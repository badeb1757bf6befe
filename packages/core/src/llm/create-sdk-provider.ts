import type { LanguageModelV3, LanguageModelV3CallOptions } from '@ai-sdk/provider';
import type { LlmSettings, ProviderName } from '@message-service/shared/llm';
import { createBoundedFetch, type Fetch } from './bounded-fetch.ts';
import { classifyError } from './classify-error.ts';
import { LlmError } from './llm-error.ts';
import { pingModels } from './ping-models.ts';
import type { ChatMessage, GenerateRequest, GenerateResult, OnText, Provider } from './provider.ts';
import { readReply } from './read-reply.ts';
import { toPrompt } from './to-prompt.ts';
import { withDeadline } from './with-deadline.ts';

export type CallLimits = { timeoutMs: number; maxBytes: number; maxCharacters: number };

export type SdkProviderOptions = {
  name: ProviderName;
  defaultModel: string;
  configured: boolean;
  baseUrl: string;
  limits: CallLimits;
  /** Headers that `GET /models` needs. */
  headers: Record<string, string>;
  createModel(modelId: string, fetch: Fetch): LanguageModelV3;
  /** The provider's own finish reason, when this event of the stream carries one. */
  readFinish(rawEvent: unknown): string | undefined;
};

const PING_TIMEOUT_MS = 5_000;

const toCallOptions = (settings: LlmSettings): Partial<LanguageModelV3CallOptions> => ({
  temperature: settings.temperature,
  maxOutputTokens: settings.max_tokens,
  topP: settings.top_p,
  frequencyPenalty: settings.frequency_penalty,
  presencePenalty: settings.presence_penalty,
  stopSequences: settings.stop_sequences,
});

/** A provider that is spoken to over HTTP through one of the SDK's models, at most one call for each `generate`. */
export const createSdkProvider = (options: SdkProviderOptions): Provider => {
  const { name, defaultModel, configured, baseUrl, limits } = options;

  const openStream = async (
    model: string,
    fetch: Fetch,
    messages: ChatMessage[],
    settings: LlmSettings,
    abortSignal: AbortSignal,
  ) => {
    try {
      const prompt = toPrompt(messages);
      const call = { ...toCallOptions(settings), prompt, includeRawChunks: true, abortSignal };
      return (await options.createModel(model, fetch).doStream(call)).stream;
    } catch (error) {
      throw classifyError(error, name);
    }
  };

  const generate = (
    { messages, model, settings, signal }: GenerateRequest,
    onText: OnText,
  ): Promise<GenerateResult> => {
    const startedAt = performance.now();
    return withDeadline({ provider: name, ms: limits.timeoutMs, signal }, async (deadline) => {
      const fetch = createBoundedFetch(limits.maxBytes, () => deadline.stop(new LlmError('too_large', name)));
      const stream = await openStream(model, fetch, messages, settings, deadline.signal);
      const { firstTextAt, ...reply } = await readReply(stream, {
        provider: name,
        messages,
        maxCharacters: limits.maxCharacters,
        signal: deadline.signal,
        onText,
        readFinish: options.readFinish,
      });
      return {
        ...reply,
        provider: name,
        model,
        first_token_ms: firstTextAt - startedAt,
        total_ms: performance.now() - startedAt,
      };
    });
  };

  return {
    name,
    defaultModel,
    configured,
    baseUrl,
    generate,
    ping: (signal) => {
      const ms = Math.min(PING_TIMEOUT_MS, limits.timeoutMs);
      return withDeadline({ provider: name, ms, signal }, (deadline) =>
        pingModels({ provider: name, baseUrl, headers: options.headers, maxBytes: limits.maxBytes }, deadline),
      );
    },
  };
};
