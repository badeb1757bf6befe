import type { LlmSettings, ProviderName } from '@message-service/shared/llm';
import type { CoreContext } from '../context.ts';
import { describeModel } from './models/describe-model.ts';
import { fitSettings } from './models/fit-settings.ts';
import type { Provider } from './provider.ts';

/** Somebody to ask, and with what: the settings as its model takes them. */
export type Candidate = { provider: Provider; model: string; settings: LlmSettings };

/**
 * Whom these settings mean, then who may be asked instead, in order, each with its own default model.
 * @throws DomainError VALIDATION_FAILED when the one that is meant is not configured
 */
export const candidatesOf = (ctx: Pick<CoreContext, 'llm'>, settings: LlmSettings): [Candidate, ...Candidate[]] => {
  const { provider: wanted, model: wantedModel, failover, cache: _, ...parameters } = settings;
  const toCandidate = (provider: Provider, model = provider.defaultModel): Candidate => ({
    provider,
    model,
    settings: fitSettings(parameters, model, describeModel(provider.name, model)),
  });
  const first = ctx.llm.get(wanted);
  const known = new Map(ctx.llm.list().map((provider) => [provider.name, provider]));
  const names: readonly ProviderName[] = failover
    ? failover.map((name) => (name === 'claude' ? 'anthropic' : name))
    : ctx.llm.failover;
  const others = [...new Set(names)].flatMap((name) => {
    const provider = known.get(name);
    return provider?.configured && provider !== first ? [toCandidate(provider)] : [];
  });
  return [toCandidate(first, wantedModel), ...others];
};

/** Those who were asked least first, else in their own order: nobody is asked twice before the others were once. */
export const orderByAsked = (candidates: readonly Candidate[], asked: readonly string[]): Candidate[] => {
  const times = (candidate: Candidate) => asked.filter((name) => name === candidate.provider.name).length;
  return [...candidates].sort((a, b) => times(a) - times(b));
};
