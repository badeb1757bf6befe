import type { AcknowledgeAlertInput, Alert } from '@message-service/shared/alerts';
import type { Identity } from '@message-service/shared/auth';
import type { CoreContext } from '../context.ts';
import { changeAlert } from './change-alert.ts';

/** Says that somebody looks after it; it stays open until it is over, and fires again when it gets graver. @throws DomainError NOT_FOUND, CONFLICT */
export const acknowledgeAlert = (
  ctx: Pick<CoreContext, 'db' | 'now' | 'settings'>,
  identity: Identity,
  { alert_id, note }: AcknowledgeAlertInput,
): Promise<Alert> =>
  changeAlert(ctx, identity, alert_id, {
    action: 'alerts.acknowledge',
    what: 'acknowledged',
    note,
    update: ({ state }) =>
      state === 'acknowledged' ? null : { $set: { state: 'acknowledged' }, $unset: { muted_until: '' } },
  });
