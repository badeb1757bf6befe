import {
  processMessageOnce,
  reconcileMessages as reconcile,
  sweepForgottenMessages,
} from '@message-service/core/messages';
import type {
  processMessage as processMessageJob,
  reconcileMessages as reconcileMessagesJob,
  sweepMessages as sweepMessagesJob,
} from '@message-service/shared/messages/jobs';
import type { Handler } from '../handlers.ts';

export const processMessage: Handler<typeof processMessageJob> = (ctx, { message_id }, worker) =>
  processMessageOnce(ctx, message_id, worker);

export const sweepMessages: Handler<typeof sweepMessagesJob> = async (ctx) => {
  const count = await sweepForgottenMessages(ctx);
  if (count > 0) ctx.log.info({ count }, 'enqueued forgotten messages again');
  return { kind: 'swept' };
};

export const reconcileMessages: Handler<typeof reconcileMessagesJob> = async (ctx) => {
  const reconciled = await reconcile(ctx);
  const count = Object.values(reconciled).reduce((sum, part) => sum + part, 0);
  if (count > 0) ctx.log.warn(reconciled, 'put right what a crash or an outage had left');
  return { kind: 'reconciled' };
};
