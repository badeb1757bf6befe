import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { alerts, pushSteps } from './alerts.ts';
import { toAlert } from './list-alerts.ts';
import { signWebhook } from './sign-webhook.ts';

const DEADLINE_MS = 5_000;

const post = async (url: string, headers: Record<string, string>, body: string): Promise<string | null> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    await answer.body?.cancel();
    return answer.ok ? null : `answered ${answer.status}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'no answer';
  }
};

/**
 * Tells the webhook what became of an alert: a POST of `{type, alert}` with `x-signature` where a secret is set, at least
 * once; `x-delivery-id` is the same for every try. The outcome stands in the alert's history.
 * @throws DomainError UNAVAILABLE when it was not taken with a 2xx within 5 s: to be tried again
 */
export const deliverAlertOnce = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  { alert_id, what }: { alert_id: string; what: 'fired' | 'worsened' | 'resolved' },
): Promise<{ kind: 'delivered' | 'nothing_to_do' }> => {
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret } = ctx.settings;
  const alert = await alerts(ctx).findOne({ _id: alert_id });
  if (!alert || url === undefined) return { kind: 'nothing_to_do' };
  const { history: _, ...told } = toAlert(alert);
  const body = JSON.stringify({ type: `alert.${what}`, alert: told });
  const fault = await post(
    url,
    {
      'content-type': 'application/json',
      'x-delivery-id': `${alert_id}.${what}`,
      ...(secret === undefined ? {} : { 'x-signature': signWebhook(secret, body, ctx.now()) }),
    },
    body,
  );
  await alerts(ctx).updateOne(
    { _id: alert_id },
    {
      $push: pushSteps({
        at: ctx.now(),
        what: fault === null ? 'delivered' : 'not_delivered',
        actor: null,
        note: fault ?? what,
      }),
    },
  );
  if (fault !== null) throw new DomainError('UNAVAILABLE', `The alert webhook was not told: ${fault}.`);
  return { kind: 'delivered' };
};
