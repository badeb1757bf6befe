import { getOverview } from '@message-service/core/health';
import {
  countDeadLetters,
  getMessageTimeline,
  listDeadLetters,
  retryMessage,
  retryMessages,
} from '@message-service/core/messages';
import { getQueueStatus } from '@message-service/core/queues';
import {
  DeadLetterPage,
  ListDeadLettersInput,
  MessageTimeline,
  MessageTimelineInput,
  Overview,
  QueueStatus,
  RetriedMessage,
  RetriedMessages,
  RetryMessageInput,
  RetryMessagesInput,
} from '@message-service/shared/queues';
import { OPERATORS, RETRIERS } from '../policy.ts';
import type { RequestScope } from '../request-scope.ts';
import { asOpenStream, roleProcedure, router, signedInProcedure } from '../trpc.ts';
import { createTicker } from './ticker.ts';

const operatorProcedure = roleProcedure(OPERATORS);
const retrierProcedure = roleProcedure(RETRIERS);

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
  deadLetters: operatorProcedure
    .input(ListDeadLettersInput)
    .output(DeadLetterPage)
    .query(({ ctx, input }) => listDeadLetters(ctx.core, ctx.identity, input)),
  retryMessage: retrierProcedure
    .input(RetryMessageInput)
    .output(RetriedMessage)
    .mutation(({ ctx, input }) => retryMessage(ctx.core, ctx.identity, input)),
  retryMessages: retrierProcedure
    .input(RetryMessagesInput)
    .output(RetriedMessages)
    .mutation(({ ctx, input }) => retryMessages(ctx.core, ctx.identity, input)),
  messageTimeline: signedInProcedure
    .input(MessageTimelineInput)
    .output(MessageTimeline)
    .query(({ ctx, input }) => getMessageTimeline(ctx.core, ctx.identity, input)),
});

export const overviewRouter = router({
  get: operatorProcedure.output(Overview).query(({ ctx }) => readOverview(ctx)),
  live: operatorProcedure.subscription(({ ctx }) => asOpenStream(ctx, (signal) => overviewTicker(ctx, signal))),
});
