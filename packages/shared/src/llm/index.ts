export { ProcessLlmEvent, ProcessLlmInput, ProcessLlmResult } from './process.ts';
export {
  BreakerState,
  BreakerView,
  ForceBreakerInput,
  ForcedBreaker,
  ListModelsInput,
  LlmProbe,
  LlmValidation,
  ModelLimits,
  ModelList,
  ModelView,
  ProviderFault,
  ProviderList,
  ProviderStatus,
  ProviderStatuses,
  ProviderView,
  ValidateLlmInput,
} from './providers.ts';
export {
  FinishReason,
  LlmMetadata,
  LlmSettings,
  ProviderName,
  TokenUsage,
} from './schema.ts';
