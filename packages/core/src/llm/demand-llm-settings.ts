import type { LlmSettings } from '@message-service/shared/llm';
import type { CoreContext } from '../context.ts';
import { describeModel } from './models/describe-model.ts';
import { demandSettings } from './models/fit-settings.ts';

/**
 * Refuses settings that the model they are for would refuse. `at` is where they stand in the input.
 * @throws DomainError VALIDATION_FAILED that names every fault, also for a provider that is not configured
 */
export const demandLlmSettings = (ctx: Pick<CoreContext, 'llm'>, settings: LlmSettings, at: string): void => {
  for (const name of settings.failover ?? []) ctx.llm.get(name, `${at}.failover`);
  const provider = ctx.llm.get(settings.provider, `${at}.provider`);
  const model = settings.model ?? provider.defaultModel;
  demandSettings(settings, model, describeModel(provider.name, model), at);
};
