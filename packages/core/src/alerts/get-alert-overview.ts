import { createHash } from 'node:crypto';
import type { AlertOverview, AlertRuleInfo } from '@message-service/shared/alerts';
import type { CoreContext } from '../context.ts';
import { alerts } from './alerts.ts';

const rulesOf = ({ settings }: Pick<CoreContext, 'settings'>): AlertRuleInfo[] => [
  {
    rule: 'reply_slow',
    severity: 'warning',
    unit: 'ms',
    threshold: settings.ALERT_REPLY_MS,
    setting: 'ALERT_REPLY_MS',
  },
  {
    rule: 'reply_tokens_high',
    severity: 'info',
    unit: 'tokens',
    threshold: settings.ALERT_REPLY_TOKENS,
    setting: 'ALERT_REPLY_TOKENS',
  },
  { rule: 'latency_p95', severity: 'critical', unit: 'ms', threshold: settings.ALERT_P95_MS, setting: 'ALERT_P95_MS' },
  {
    rule: 'error_rate',
    severity: 'critical',
    unit: 'ratio',
    threshold: settings.ALERT_ERROR_RATE,
    setting: 'ALERT_ERROR_RATE',
  },
  {
    rule: 'cost_anomaly',
    severity: 'warning',
    unit: 'ratio',
    threshold: settings.ALERT_COST_FACTOR,
    setting: 'ALERT_COST_FACTOR',
  },
  {
    rule: 'queue_long',
    severity: 'warning',
    unit: 'jobs',
    threshold: settings.ALERT_QUEUE_WARNING,
    setting: 'ALERT_QUEUE_WARNING',
  },
  {
    rule: 'queue_long',
    severity: 'critical',
    unit: 'jobs',
    threshold: settings.ALERT_QUEUE_CRITICAL,
    setting: 'ALERT_QUEUE_CRITICAL',
  },
  {
    rule: 'queue_old',
    severity: 'critical',
    unit: 'ms',
    threshold: settings.ALERT_QUEUE_AGE_SECONDS * 1_000,
    setting: 'ALERT_QUEUE_AGE_SECONDS',
  },
  {
    rule: 'worker_gone',
    severity: 'critical',
    unit: 'workers',
    threshold: settings.ALERT_MIN_WORKERS,
    setting: 'ALERT_MIN_WORKERS',
  },
];

/** How many alerts are open by severity, muted ones left out, and what is watched with which thresholds. */
export const getAlertOverview = async (ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>): Promise<AlertOverview> => {
  const open = await alerts(ctx)
    .find({ open: true }, { projection: { severity: 1, state: 1, revision: 1 } })
    .sort({ _id: 1 })
    .toArray();
  const count = (wanted: string) =>
    open.filter(({ severity, state }) => severity === wanted && state !== 'muted').length;
  return {
    open: { critical: count('critical'), warning: count('warning'), info: count('info') },
    rules: rulesOf(ctx),
    version: createHash('sha256')
      .update(open.map(({ _id, revision }) => `${_id} ${revision}`).join())
      .digest('base64url'),
    at: ctx.now(),
  };
};
