import { forceBreaker, listModels, listProviders, validateLlm } from '@message-service/core/llm';
import {
  ForceBreakerInput,
  ListModelsInput,
  LlmValidation,
  ModelList,
  ProviderList,
  ProviderView,
  ValidateLlmInput,
} from '@message-service/shared/llm';
import { z } from 'zod';
import { defineRoute } from '../http/define-route.ts';
import { ADMINS } from '../policy.ts';

const tag = 'Language models';

export const llmRoutes = [
  defineRoute({
    method: 'GET',
    path: '/llm/providers',
    summary: 'List the providers that the service knows, with their breakers',
    tag,
    policy: 'signed-in',
    input: z.strictObject({}),
    output: ProviderList,
    status: 200,
    handle: ({ core }) => listProviders(core),
  }),
  defineRoute({
    method: 'GET',
    path: '/llm/models',
    summary: 'List the models of the configured providers, with what each takes',
    tag,
    policy: 'signed-in',
    input: ListModelsInput,
    output: ModelList,
    status: 200,
    handle: ({ core }, input) => listModels(core, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/llm/validate',
    summary: 'Hold settings against the limits of their model; with `probe` ask the provider, too',
    tag,
    policy: 'signed-in',
    input: ValidateLlmInput,
    output: LlmValidation,
    status: 200,
    handle: ({ core }, input) => validateLlm(core, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/llm/providers/{provider}/breaker',
    summary: 'Hold the breaker of a provider open or closed, or leave it to itself again',
    tag,
    policy: ADMINS,
    input: ForceBreakerInput,
    output: ProviderView,
    status: 200,
    handle: ({ core, identity }, input) => forceBreaker(core, identity, input),
  }),
];
