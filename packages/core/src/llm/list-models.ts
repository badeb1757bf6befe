import type { ListModelsInput, ModelList, ModelView } from '@message-service/shared/llm';
import type { CoreContext } from '../context.ts';
import { askForModels } from './models/ask-for-models.ts';
import { describeModel, knownModels } from './models/describe-model.ts';
import type { Provider } from './provider.ts';

const modelsOf = async (provider: Provider): Promise<ModelView[]> => {
  const { name, defaultModel } = provider;
  const { ping } = await askForModels(provider);
  const listed = ping && ping.models.length > 0 ? new Set(ping.models) : null;
  const models = new Set([defaultModel, ...(listed ?? knownModels(name))]);
  return [...models].map((model) => ({
    provider: name,
    model,
    is_default: model === defaultModel,
    available: listed ? listed.has(model) : null,
    limits: describeModel(name, model),
  }));
};

/**
 * The models of the configured providers, or of one: as each lists them now, at most 15 seconds old, else those known
 * without asking. @throws DomainError VALIDATION_FAILED for a provider that is not configured
 */
export const listModels = async (ctx: Pick<CoreContext, 'llm'>, input: ListModelsInput): Promise<ModelList> => {
  const providers = input.provider
    ? [ctx.llm.get(input.provider)]
    : ctx.llm.list().filter(({ configured }) => configured);
  return { items: (await Promise.all(providers.map(modelsOf))).flat(), next_cursor: null };
};
