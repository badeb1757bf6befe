import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';
import { AlertId } from './schema.ts';

export const evaluateAlerts = defineJob({
  name: 'alerts.evaluateAlerts',
  queue: 'maintenance',
  payload: z.strictObject({}),
  attempts: 1,
  backoffMs: 1_000,
  dedupe: () => 'evaluate-alerts',
  everyMs: 10_000,
});

export const deliverAlert = defineJob({
  name: 'alerts.deliverAlert',
  queue: 'maintenance',
  payload: z.strictObject({ alert_id: AlertId, what: z.enum(['fired', 'worsened', 'resolved']) }),
  attempts: 6,
  backoffMs: 2_000,
  dedupe: ({ alert_id, what }) => `deliver-${alert_id}-${what}`,
});
