import { runShadowPolicy, tendCases as tendAllCases } from '@message-service/core/moderation';
import type { runShadow as runShadowJob, tendCases as tendCasesJob } from '@message-service/shared/moderation/jobs';
import type { Handler } from '../handlers.ts';

export const tendCases: Handler<typeof tendCasesJob> = async (ctx) => {
  const { opened, finished } = await tendAllCases(ctx);
  if (finished > 0) ctx.log.warn({ finished }, 'did to messages what was decided and left undone');
  return { kind: opened > 0 ? 'opened' : 'tended' };
};

export const runShadow: Handler<typeof runShadowJob> = async (ctx) => {
  const judged = await runShadowPolicy(ctx);
  return { kind: judged > 0 ? 'judged' : 'idle' };
};
