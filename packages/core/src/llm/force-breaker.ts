import { DomainError } from '@message-service/shared/errors';
import type { ForceBreakerInput, ProviderView } from '@message-service/shared/llm';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { tellForced } from '../gate/index.ts';
import { isRedisAway } from '../redis/index.ts';
import { listProviders } from './list-providers.ts';
import { llmOverrides } from './llm-overrides.ts';
import { providerGate } from './provider-gate.ts';

type Ctx = Pick<CoreContext, 'db' | 'redis' | 'settings' | 'log' | 'now' | 'llm'>;

/**
 * Holds a provider's breaker open, so that nobody asks it, or closed, so that it is asked whatever happens; null leaves
 * it to itself, closed at first. Audited; holds until it is changed, also when Redis is wiped.
 * @throws DomainError VALIDATION_FAILED for a provider that is not configured, UNAVAILABLE
 */
export const forceBreaker = async (
  ctx: Ctx,
  identity: Actor,
  { provider: wanted, forced, reason }: ForceBreakerInput,
): Promise<ProviderView> => {
  const { name } = ctx.llm.get(wanted);
  const before = await llmOverrides(ctx).findOne({ _id: name });
  await recordAudit(ctx, {
    actor: identity,
    action: 'llm.forceBreaker',
    target: { type: 'provider', id: name },
    details: { reason },
    before: { forced: before?.forced ?? null },
    after: { forced },
  });
  if (forced === null) await llmOverrides(ctx).deleteOne({ _id: name });
  else {
    const decided = { provider: name, forced, reason, by: identity.user_id, at: ctx.now() };
    await llmOverrides(ctx).replaceOne({ _id: name }, decided, { upsert: true });
  }
  try {
    await tellForced(providerGate(ctx), name, forced);
  } catch (cause) {
    if (!isRedisAway(cause)) throw cause;
    throw new DomainError('UNAVAILABLE', 'It is noted down, but the workers cannot be told. Try again soon.', {
      cause,
    });
  }
  const view = (await listProviders(ctx)).items.find(({ provider }) => provider === name);
  if (!view) throw new DomainError('NOT_FOUND', 'There is no such provider.');
  return view;
};
