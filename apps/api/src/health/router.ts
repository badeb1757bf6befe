import { getHealth } from '@message-service/core/health';
import { Health } from '@message-service/shared/health';
import { OPERATORS } from '../policy.ts';
import { createTicker } from '../queues/ticker.ts';
import type { RequestScope } from '../request-scope.ts';
import { asOpenStream, roleProcedure, router } from '../trpc.ts';
import { concurrentRequests, VERSION } from './version.ts';

const readHealth = async ({ core }: RequestScope) => getHealth(core, VERSION, await concurrentRequests(core));
const healthTicker = createTicker(readHealth, 5_000);

export const systemRouter = router({
  health: roleProcedure(OPERATORS)
    .output(Health)
    .query(({ ctx }) => readHealth(ctx)),
  /** The same again, every few seconds. */
  live: roleProcedure(OPERATORS).subscription(({ ctx }) => asOpenStream(ctx, (signal) => healthTicker(ctx, signal))),
});
