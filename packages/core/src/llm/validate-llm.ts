import type { LlmProbe, LlmValidation, ValidateLlmInput } from '@message-service/shared/llm';
import type { CoreContext } from '../context.ts';
import { askForModels } from './models/ask-for-models.ts';
import { describeModel } from './models/describe-model.ts';
import { checkSettings } from './models/fit-settings.ts';
import type { Provider } from './provider.ts';

const probe = async (provider: Provider, model: string): Promise<LlmProbe> => {
  const { ping, error } = await askForModels(provider);
  if (!ping) {
    return {
      reachable: false,
      response_time_ms: null,
      has_model: null,
      detail: error?.message ?? null,
      error: error?.kind ?? null,
    };
  }
  return {
    reachable: true,
    response_time_ms: Math.round(ping.response_time_ms),
    has_model: ping.models.length > 0 ? ping.models.includes(model) : null,
    detail: null,
    error: null,
  };
};

/**
 * Holds settings against the limits of the model that they would be for, and, when asked, asks the provider whether it is
 * there and lists that model. The question costs no tokens, and is not asked again within 15 seconds.
 * @throws DomainError VALIDATION_FAILED for a provider that is not configured
 */
export const validateLlm = async (
  ctx: Pick<CoreContext, 'llm'>,
  { probe: wantsProbe, ...settings }: ValidateLlmInput,
): Promise<LlmValidation> => {
  const provider = ctx.llm.get(settings.provider);
  for (const name of settings.failover ?? []) ctx.llm.get(name);
  const model = settings.model ?? provider.defaultModel;
  const limits = describeModel(provider.name, model);
  const errors = checkSettings(settings, model, limits, '');
  const answer = wantsProbe ? await probe(provider, model) : null;
  if (answer?.has_model === false) errors.push({ path: 'model', message: `${provider.name} does not list it` });
  const valid = errors.length === 0 && answer?.reachable !== false;
  return { valid, provider: provider.name, model, errors, limits, probe: answer };
};
