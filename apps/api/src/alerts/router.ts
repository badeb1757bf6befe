import {
  acknowledgeAlert,
  getAlert,
  getAlertOverview,
  listAlerts,
  muteAlert,
  unmuteAlert,
} from '@message-service/core/alerts';
import {
  AcknowledgeAlertInput,
  Alert,
  AlertOverview,
  AlertPage,
  GetAlertInput,
  ListAlertsInput,
  MuteAlertInput,
  UnmuteAlertInput,
} from '@message-service/shared/alerts';
import { ADMINS, OPERATORS } from '../policy.ts';
import { createTicker } from '../queues/ticker.ts';
import type { RequestScope } from '../request-scope.ts';
import { asOpenStream, roleProcedure, router } from '../trpc.ts';

const operatorProcedure = roleProcedure(OPERATORS);
const adminProcedure = roleProcedure(ADMINS);

const alertTicker = createTicker(({ core }: RequestScope) => getAlertOverview(core), 2_000);

export const alertsRouter = router({
  list: operatorProcedure
    .input(ListAlertsInput)
    .output(AlertPage)
    .query(({ ctx, input }) => listAlerts(ctx.core, input)),
  get: operatorProcedure
    .input(GetAlertInput)
    .output(Alert)
    .query(({ ctx, input }) => getAlert(ctx.core, input)),
  overview: operatorProcedure.output(AlertOverview).query(({ ctx }) => getAlertOverview(ctx.core)),
  /** How many are open, again whenever that changes. */
  live: operatorProcedure.subscription(({ ctx }) => asOpenStream(ctx, (signal) => alertTicker(ctx, signal))),
  acknowledge: adminProcedure
    .input(AcknowledgeAlertInput)
    .output(Alert)
    .mutation(({ ctx, input }) => acknowledgeAlert(ctx.core, ctx.identity, input)),
  mute: adminProcedure
    .input(MuteAlertInput)
    .output(Alert)
    .mutation(({ ctx, input }) => muteAlert(ctx.core, ctx.identity, input)),
  unmute: adminProcedure
    .input(UnmuteAlertInput)
    .output(Alert)
    .mutation(({ ctx, input }) => unmuteAlert(ctx.core, ctx.identity, input)),
});
