import type { Alert, MuteAlertInput, UnmuteAlertInput } from '@message-service/shared/alerts';
import type { Identity } from '@message-service/shared/auth';
import type { CoreContext } from '../context.ts';
import { changeAlert } from './change-alert.ts';

/** Has an alert say nothing for some minutes; then it fires again if it is still true. @throws DomainError NOT_FOUND, CONFLICT */
export const muteAlert = (
  ctx: Pick<CoreContext, 'db' | 'now' | 'settings'>,
  identity: Identity,
  { alert_id, minutes, note }: MuteAlertInput,
): Promise<Alert> =>
  changeAlert(ctx, identity, alert_id, {
    action: 'alerts.mute',
    what: 'muted',
    note,
    update: () => ({ $set: { state: 'muted', muted_until: new Date(ctx.now().getTime() + minutes * 60_000) } }),
  });

/** Has a muted alert fire again. @throws DomainError NOT_FOUND, CONFLICT */
export const unmuteAlert = (
  ctx: Pick<CoreContext, 'db' | 'now' | 'settings'>,
  identity: Identity,
  { alert_id }: UnmuteAlertInput,
): Promise<Alert> =>
  changeAlert(ctx, identity, alert_id, {
    action: 'alerts.unmute',
    what: 'unmuted',
    update: ({ state }) => (state === 'muted' ? { $set: { state: 'firing' }, $unset: { muted_until: '' } } : null),
  });
