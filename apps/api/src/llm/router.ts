import { forceBreaker, listModels, listProviders, processPrompt, validateLlm } from '@message-service/core/llm';
import {
  ForceBreakerInput,
  ListModelsInput,
  LlmValidation,
  ModelList,
  ProcessLlmInput,
  ProcessLlmResult,
  ProviderList,
  ProviderView,
  ValidateLlmInput,
} from '@message-service/shared/llm';
import { ADMINS } from '../policy.ts';
import { roleProcedure, router, signedInProcedure } from '../trpc.ts';

const adminProcedure = roleProcedure(ADMINS);

export const llmRouter = router({
  providers: signedInProcedure.output(ProviderList).query(({ ctx }) => listProviders(ctx.core)),
  models: signedInProcedure
    .input(ListModelsInput)
    .output(ModelList)
    .query(({ ctx, input }) => listModels(ctx.core, input)),
  /** The whole answer at once; REST streams it. */
  process: signedInProcedure
    .input(ProcessLlmInput)
    .output(ProcessLlmResult)
    .mutation(({ ctx, input, signal = new AbortController().signal }) =>
      processPrompt(ctx.core, ctx.identity, input, { signal }),
    ),
  validate: signedInProcedure
    .input(ValidateLlmInput)
    .output(LlmValidation)
    .mutation(({ ctx, input }) => validateLlm(ctx.core, input)),
  forceBreaker: adminProcedure
    .input(ForceBreakerInput)
    .output(ProviderView)
    .mutation(({ ctx, input }) => forceBreaker(ctx.core, ctx.identity, input)),
});
