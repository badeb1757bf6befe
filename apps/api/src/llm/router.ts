import {
  forceBreaker,
  getProviderStatus,
  listModels,
  listProviders,
  processPrompt,
  validateLlm,
} from '@message-service/core/llm';
import {
  ForceBreakerInput,
  ListModelsInput,
  LlmValidation,
  ModelList,
  ProcessLlmInput,
  ProcessLlmResult,
  ProviderList,
  ProviderStatuses,
  ProviderView,
  ValidateLlmInput,
} from '@message-service/shared/llm';
import { ADMINS, OPERATORS } from '../policy.ts';
import { createTicker } from '../queues/ticker.ts';
import type { RequestScope } from '../request-scope.ts';
import { asOpenStream, roleProcedure, router, signedInProcedure } from '../trpc.ts';

const adminProcedure = roleProcedure(ADMINS);
const operatorProcedure = roleProcedure(OPERATORS);

const statusTicker = createTicker(({ core }: RequestScope) => getProviderStatus(core), 1_000);

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
  status: operatorProcedure.output(ProviderStatuses).query(({ ctx }) => getProviderStatus(ctx.core)),
  /** How the providers do, again whenever that changes. */
  live: operatorProcedure.subscription(({ ctx }) => asOpenStream(ctx, (signal) => statusTicker(ctx, signal))),
  forceBreaker: adminProcedure
    .input(ForceBreakerInput)
    .output(ProviderView)
    .mutation(({ ctx, input }) => forceBreaker(ctx.core, ctx.identity, input)),
});
