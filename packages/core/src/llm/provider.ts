import type { FinishReason, LlmSettings, ProviderName, TokenUsage } from '@message-service/shared/llm';

export type ChatMessage = { role: 'system' | 'user' | 'assistant'; content: string };

export type GenerateRequest = { messages: ChatMessage[]; model: string; settings: LlmSettings; signal: AbortSignal };

export type GenerateResult = {
  text: string;
  finish_reason: FinishReason;
  usage: TokenUsage;
  provider: ProviderName;
  /** As asked for; `model_version` is what the provider says it used. */
  model: string;
  model_version?: string;
  request_id?: string;
  first_token_ms: number;
  total_ms: number;
};

export type OnText = (text: string) => void | Promise<void>;

export type ProviderPing = { response_time_ms: number; models: string[] };

export type Provider = {
  name: ProviderName;
  defaultModel: string;
  configured: boolean;
  baseUrl?: string;
  /**
   * Asks once, without retries, and streams the answer to `onText`, which is awaited: a slow reader slows the provider.
   * Ends by the deadline whatever the provider, or `onText`, does. What `onText` throws is passed on as it is.
   * @throws LlmError
   */
  generate(request: GenerateRequest, onText: OnText): Promise<GenerateResult>;
  /** Lists the provider's models, within 5 seconds. @throws LlmError */
  ping(signal: AbortSignal): Promise<ProviderPing>;
};
