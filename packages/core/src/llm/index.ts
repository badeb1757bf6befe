export { createProviderRegistry, hasWantedProvider, type ProviderRegistry } from './create-provider-registry.ts';
export { estimateTokens } from './estimate-tokens.ts';
export { LlmError, type LlmErrorKind } from './llm-error.ts';
export type { ChatMessage, GenerateRequest, GenerateResult, OnText, Provider, ProviderPing } from './provider.ts';
export { LlmProviderSettings } from './settings-schema.ts';
