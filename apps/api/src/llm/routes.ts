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
import { z } from 'zod';
import { defineRoute } from '../http/define-route.ts';
import { sendEventStream } from '../http/event-stream.ts';
import { setRateLimitHeaders } from '../http/rate-limit-headers.ts';
import { ADMINS, OPERATORS } from '../policy.ts';
import { streamPrompt } from './stream-prompt.ts';

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
    path: '/llm/status',
    summary: 'How the providers have done in the last hour: calls, faults, failover, and what was decided',
    tag,
    policy: OPERATORS,
    input: z.strictObject({}),
    output: ProviderStatuses,
    status: 200,
    handle: ({ core }) => getProviderStatus(core),
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
    path: '/llm/process',
    summary: 'Have a prompt answered at once; with `stream` by server-sent events token, completed and failed',
    tag,
    policy: 'signed-in',
    input: ProcessLlmInput,
    output: ProcessLlmResult,
    status: 200,
    handle: async ({ core, identity, openStream }, input, reply) => {
      const onLimit = (state: Parameters<typeof setRateLimitHeaders>[1]) => setRateLimitHeaders(reply, state);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      if (!input.stream) return processPrompt(core, identity, input, { signal: gone.signal, onLimit });
      const signal = AbortSignal.any([openStream(identity), gone.signal]);
      const events = await streamPrompt(core, identity, input, { signal, onLimit });
      return sendEventStream(reply, events, signal);
    },
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
