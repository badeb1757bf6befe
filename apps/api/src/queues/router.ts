import { getOverview } from '@message-service/core/health';
import { countDeadLetters } from '@message-service/core/messages';
import { getQueueStatus } from '@message-service/core/queues';
import { Overview, QueueStatus } from '@message-service/shared/queues';
import { OPERATORS } from '../policy.ts';
import type { RequestScope } from '../request-scope.ts';
import { asOpenStream, roleProcedure, router } from '../trpc.ts';
import { createTicker } from './ticker.ts';

const operatorProcedure = roleProcedure(OPERATORS);

const readQueueStatus = async ({ core }: RequestScope) => getQueueStatus(core, await countDeadLetters(core));
const readOverview = ({ core }: RequestScope) => getOverview(core);

const queueTicker = createTicker(readQueueStatus, 1_000);
const overviewTicker = createTicker(readOverview, 2_000);

export const adminRouter = router({
  queueStatus: operatorProcedure.output(QueueStatus).query(({ ctx }) => readQueueStatus(ctx)),
});

export const queuesRouter = router({
  /** The status of the queues, again whenever a figure changes. */
  live: operatorProcedure.subscription(({ ctx }) => asOpenStream(ctx, (signal) => queueTicker(ctx, signal))),
});

export const overviewRouter = router({
  get: operatorProcedure.output(Overview).query(({ ctx }) => readOverview(ctx)),
  live: operatorProcedure.subscription(({ ctx }) => asOpenStream(ctx, (signal) => overviewTicker(ctx, signal))),
});
