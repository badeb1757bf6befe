import { processMessageOnce, sweepForgottenMessages } from '@message-service/core/messages';
import type {
  processMessage as processMessageJob,
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
