import {
  findMessagesBehind,
  getFilterHits,
  getLiveWindow,
  getPerformance,
  getUserStats,
  readTokenUsage,
} from '@message-service/core/analytics';
import {
  FilterHits,
  FilterHitsInput,
  LiveWindow,
  MessagesBehind,
  MessagesBehindInput,
  Performance,
  PerformanceInput,
  TokenUsageInput,
  TokenUsageReport,
  UserStats,
  UserStatsInput,
} from '@message-service/shared/analytics';
import { conversationStatsProcedures } from '../conversations/router.ts';
import { OPERATORS } from '../policy.ts';
import { createTicker } from '../queues/ticker.ts';
import type { RequestScope } from '../request-scope.ts';
import { asOpenStream, roleProcedure, router, signedInProcedure } from '../trpc.ts';

const operatorProcedure = roleProcedure(OPERATORS);
const liveTicker = createTicker(({ core }: RequestScope) => getLiveWindow(core), 2_000);

export const analyticsRouter = router({
  ...conversationStatsProcedures,
  tokenUsage: operatorProcedure
    .input(TokenUsageInput)
    .output(TokenUsageReport)
    .query(({ ctx, input }) => readTokenUsage(ctx.core, ctx.identity, input)),
  performance: operatorProcedure
    .input(PerformanceInput)
    .output(Performance)
    .query(({ ctx, input }) => getPerformance(ctx.core, input)),
  filterHits: operatorProcedure
    .input(FilterHitsInput)
    .output(FilterHits)
    .query(({ ctx, input }) => getFilterHits(ctx.core, input)),
  messagesBehind: operatorProcedure
    .input(MessagesBehindInput)
    .output(MessagesBehind)
    .query(({ ctx, input }) => findMessagesBehind(ctx.core, ctx.identity, input)),
  userStats: signedInProcedure
    .input(UserStatsInput)
    .output(UserStats)
    .query(({ ctx, input }) => getUserStats(ctx.core, ctx.identity, input)),
  window: operatorProcedure.output(LiveWindow).query(({ ctx }) => getLiveWindow(ctx.core)),
  /** The last five minutes, again whenever they change. */
  live: operatorProcedure.subscription(({ ctx }) => asOpenStream(ctx, (signal) => liveTicker(ctx, signal))),
});
