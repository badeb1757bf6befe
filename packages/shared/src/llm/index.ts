export {
  FinishReason,
  LlmMetadata,
  LlmSettings,
  ProviderName,
  TokenUsage,
} from './schema.ts';
