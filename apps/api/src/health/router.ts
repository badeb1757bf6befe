import { getHealth } from '@message-service/core/health';
import { Health } from '@message-service/shared/health';
import { OPERATORS } from '../policy.ts';
import { roleProcedure, router } from '../trpc.ts';
import { concurrentRequests, VERSION } from './version.ts';

export const systemRouter = router({
  health: roleProcedure(OPERATORS)
    .output(Health)
    .query(async ({ ctx }) => getHealth(ctx.core, VERSION, await concurrentRequests(ctx.core))),
});
