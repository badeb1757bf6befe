import type { ProviderList } from '@message-service/shared/llm';
import type { CoreContext } from '../context.ts';
import { readBreakers } from '../gate/index.ts';
import { type GateContext, providerGate } from './provider-gate.ts';

/** Every provider that the service knows, with its breaker, the default first asked. */
export const listProviders = async (ctx: GateContext & Pick<CoreContext, 'llm'>): Promise<ProviderList> => {
  const providers = ctx.llm.list();
  const breakers = await readBreakers(
    providerGate(ctx),
    providers.map(({ name }) => name),
  );
  return {
    items: providers.map(({ name, configured, defaultModel }, index) => {
      const position = ctx.llm.failover.indexOf(name);
      return {
        provider: name,
        configured,
        is_default: name === ctx.llm.default.name,
        default_model: defaultModel,
        aliases: name === 'anthropic' ? ['claude'] : [],
        failover_position: position < 0 ? null : position + 1,
        breaker: breakers[index] ?? { state: 'closed', next_try_at: null },
      };
    }),
    next_cursor: null,
  };
};
