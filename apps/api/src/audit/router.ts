import { getAuditHead, listAudit, recordAudit, reportAudit } from '@message-service/core/audit';
import { AuditPage, type AuditProgress, type AuditReport, ListAuditInput } from '@message-service/shared/audit';
import { AUDITORS } from '../policy.ts';
import { createTicker } from '../queues/ticker.ts';
import { asOpenStream, roleProcedure, router } from '../trpc.ts';
import { inSteps } from './in-steps.ts';

const auditorProcedure = roleProcedure(AUDITORS);

const headTicker = createTicker(({ core }) => getAuditHead(core), 1_000);

export const auditRouter = router({
  list: auditorProcedure
    .input(ListAuditInput)
    .output(AuditPage)
    .query(({ ctx, input }) => listAudit(ctx.core, ctx.identity, input)),
  /** Where the log ends, again whenever there are new entries. */
  live: auditorProcedure.subscription(async function* ({ ctx }) {
    const target = { type: 'audit', id: 'log' };
    await recordAudit(ctx.core, { actor: ctx.identity, action: 'audit.watch', target });
    yield* asOpenStream(ctx, (signal) => headTicker(ctx, signal));
  }),
  /** Verifies the whole log; says how far it has come, and at last what it found. */
  verify: auditorProcedure.subscription(({ ctx }) =>
    asOpenStream(ctx, (signal) =>
      inSteps<AuditProgress, AuditReport>((onProgress) => reportAudit(ctx.core, ctx.identity, { onProgress, signal })),
    ),
  ),
});
