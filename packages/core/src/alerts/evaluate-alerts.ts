import { type AlertSeverity, deliverAlert, AlertSeverity as Severity } from '@message-service/shared/alerts';
import { newId } from '@message-service/shared/ids';
import type { UpdateFilter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { enqueue } from '../queues/index.ts';
import { type AlertDoc, alerts, mergeMessageIds, pushSteps } from './alerts.ts';

import type { Reading, Watch } from './rules.ts';
import { watches } from './watches.ts';

/** Readings within the threshold, in a row, after which an alert is over: one alone may be chance. */
const CALM_READINGS = 2;
/** For so long after an evaluation nobody else needs to make one. */
const UNATTENDED_MS = 30_000;

const rankOf = (severity: AlertSeverity) => Severity.options.indexOf(severity);

const step = (at: Date, what: AlertDoc['history'][number]['what'], note: string | null = null) => ({
  at,
  what,
  actor: null,
  note,
});

const notify = (ctx: CoreContext, alert: AlertDoc, what: 'fired' | 'worsened' | 'resolved') =>
  ctx.settings.ALERT_WEBHOOK_URL === undefined
    ? Promise.resolve(false)
    : enqueue(ctx, deliverAlert, { alert_id: alert.alert_id, what });

const fire = async (ctx: CoreContext, reading: Reading, severity: AlertSeverity): Promise<void> => {
  const now = ctx.now();
  const id = newId('alert', now.getTime());
  const alert: AlertDoc = {
    _id: id,
    alert_id: id,
    rule: reading.rule,
    subject: reading.subject,
    severity,
    state: 'firing',
    unit: reading.unit,
    value: reading.value,
    worst: reading.value,
    threshold: reading.threshold,
    message_ids: mergeMessageIds([], reading.message_ids ?? []),
    fired_at: now,
    seen_at: now,
    history: [step(now, 'fired')],
    open: true,
    revision: 1,
    calm: 0,
  };
  try {
    await alerts(ctx).insertOne(alert);
  } catch (error) {
    // another process has seen it first
    if (isDuplicateKey(error)) return;
    throw error;
  }
  ctx.metrics.alertsFired.inc({ rule: alert.rule, severity });
  await notify(ctx, alert, 'fired');
};

/** Whether `next` is worse than `known`, for a reading that may be bad by being low. */
const isWorse = (reading: Reading, known: number) =>
  reading.value >= reading.threshold ? reading.value > known : reading.value < known;

/** Changes an alert as it was read; null when somebody else changed it meanwhile, which the next round sees. */
const change = (ctx: CoreContext, alert: AlertDoc, update: UpdateFilter<AlertDoc>) =>
  alerts(ctx).findOneAndUpdate(
    { _id: alert._id, revision: alert.revision },
    { ...update, $inc: { revision: 1 } },
    { returnDocument: 'after' },
  );

const see = async (ctx: CoreContext, alert: AlertDoc, reading: Reading, severity: AlertSeverity): Promise<void> => {
  const now = ctx.now();
  const worse = rankOf(severity) > rankOf(alert.severity);
  const unmuted = alert.state === 'muted' && alert.muted_until !== undefined && alert.muted_until <= now;
  const steps = [
    ...(worse ? [step(now, 'worsened', `${alert.severity} → ${severity}`)] : []),
    ...(severity !== alert.severity && !worse ? [step(now, 'eased', `${alert.severity} → ${severity}`)] : []),
    ...(unmuted ? [step(now, 'unmuted')] : []),
  ];
  // who has acknowledged a warning has not acknowledged what it became
  const fires = unmuted || (worse && alert.state === 'acknowledged');
  const changed = await change(ctx, alert, {
    $set: {
      severity,
      value: reading.value,
      worst: isWorse(reading, alert.worst) ? reading.value : alert.worst,
      threshold: reading.threshold,
      message_ids: mergeMessageIds(alert.message_ids, reading.message_ids ?? []),
      seen_at: now,
      calm: 0,
      ...(fires ? { state: 'firing' as const } : {}),
    },
    ...(unmuted ? { $unset: { muted_until: '' } } : {}),
    ...(steps.length > 0 ? { $push: pushSteps(...steps) } : {}),
  });
  if (changed && worse && changed.state !== 'muted') await notify(ctx, changed, 'worsened');
};

const calm = async (ctx: CoreContext, alert: AlertDoc, reading: Reading | undefined): Promise<void> => {
  const now = ctx.now();
  const value = reading?.value ?? alert.value;
  if (alert.calm + 1 < CALM_READINGS) {
    await change(ctx, alert, { $set: { calm: alert.calm + 1, value } });
    return;
  }
  const resolved = await change(ctx, alert, {
    $set: { state: 'resolved', resolved_at: now, calm: alert.calm + 1, value },
    $unset: { open: '', muted_until: '' },
    $push: pushSteps(step(now, 'resolved')),
  });
  if (resolved && alert.state !== 'muted') await notify(ctx, resolved, 'resolved');
};

const keyOf = ({ rule, subject }: Pick<Reading, 'rule' | 'subject'>) => `${rule} ${subject}`;

const evaluate = async (ctx: CoreContext, watch: Watch): Promise<void> => {
  const readings = new Map((await watch.read(ctx)).map((reading) => [keyOf(reading), reading]));
  const open = await alerts(ctx)
    .find({ rule: { $in: [...watch.rules] }, open: true })
    .toArray();
  for (const alert of open) {
    const reading = readings.get(keyOf(alert));
    readings.delete(keyOf(alert));
    if (reading?.severity) await see(ctx, alert, reading, reading.severity);
    else await calm(ctx, alert, reading);
  }
  for (const reading of readings.values()) if (reading.severity) await fire(ctx, reading, reading.severity);
};

const stampOf = ({ settings }: CoreContext) => `${settings.REDIS_PREFIX}:alerts:evaluated`;

/** Says that somebody evaluates; without Redis nobody knows, and everybody does. */
const stampEvaluation = (ctx: CoreContext) =>
  ctx.redis
    .set(stampOf(ctx), '1', 'PX', UNATTENDED_MS)
    .catch((error: unknown) => ctx.log.debug({ error }, 'evaluation of the alerts not stamped'));

/**
 * Looks at everything that is watched: what is above its threshold fires, what has been within it twice in a row is
 * resolved. Several may do so at once: each alert changes once. A part that cannot be read leaves its alerts as they are.
 * Gives the number of parts that were read.
 */
export const evaluateAlerts = async (ctx: CoreContext): Promise<number> => {
  await stampEvaluation(ctx);
  const results = await Promise.allSettled(watches.map((watch) => evaluate(ctx, watch)));
  for (const result of results) {
    if (result.status === 'rejected') ctx.log.warn({ error: result.reason }, 'a part of the alerts could not be read');
  }
  return results.filter(({ status }) => status === 'fulfilled').length;
};

/** Evaluates when no worker has for half a minute: that all of them are gone is what nobody else would tell. */
export const evaluateWhenNobodyDoes = async (ctx: CoreContext): Promise<void> => {
  const attended = await ctx.redis.exists(stampOf(ctx)).catch((error: unknown) => {
    ctx.log.debug({ error }, 'evaluation of the alerts not known');
    return 0;
  });
  if (attended === 0) await evaluateAlerts(ctx);
};
