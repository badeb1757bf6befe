import { deliverAlertOnce, evaluateAlerts as evaluateAllAlerts } from '@message-service/core/alerts';
import type {
  deliverAlert as deliverAlertJob,
  evaluateAlerts as evaluateAlertsJob,
} from '@message-service/shared/alerts/jobs';
import type { Handler } from '../handlers.ts';

export const evaluateAlerts: Handler<typeof evaluateAlertsJob> = async (ctx) => {
  await evaluateAllAlerts(ctx);
  return { kind: 'evaluated' };
};

export const deliverAlert: Handler<typeof deliverAlertJob> = (ctx, payload) => deliverAlertOnce(ctx, payload);
