import type { Alert, AlertStep } from '@message-service/shared/alerts';
import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { UpdateFilter } from 'mongodb';
import { type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { type AlertDoc, alerts, pushSteps } from './alerts.ts';
import { toAlert } from './list-alerts.ts';

type Act = {
  action: AuditInput['action'];
  what: AlertStep['what'];
  note?: string | undefined;
  /** The update, or null when there is nothing to change. */
  update(alert: AlertDoc): UpdateFilter<AlertDoc> | null;
};

/**
 * What somebody does with an open alert; audited. Of two at once both count, one after the other.
 * @throws DomainError NOT_FOUND, CONFLICT when it is resolved
 */
export const changeAlert = async (
  ctx: Pick<CoreContext, 'db' | 'now' | 'settings'>,
  identity: Identity,
  alertId: string,
  { action, what, note = undefined, update }: Act,
): Promise<Alert> => {
  for (;;) {
    const alert = await alerts(ctx).findOne({ _id: alertId });
    if (!alert) throw new DomainError('NOT_FOUND', 'There is no such alert.');
    if (!alert.open) throw new DomainError('CONFLICT', 'The alert is resolved.');
    const wanted = update(alert);
    if (!wanted) return toAlert(alert);
    const target = { type: 'alert', id: alertId };
    await recordAudit(ctx, { actor: identity, action, target, details: { rule: alert.rule, note: note ?? null } });
    const changed = await alerts(ctx).findOneAndUpdate(
      { _id: alertId, revision: alert.revision },
      {
        ...wanted,
        $inc: { revision: 1 },
        $push: pushSteps({ at: ctx.now(), what, actor: identity.user_id, note: note ?? null }),
      },
      { returnDocument: 'after' },
    );
    if (changed) return toAlert(changed);
  }
};
