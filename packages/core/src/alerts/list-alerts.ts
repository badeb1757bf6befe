import type { Alert, AlertPage, GetAlertInput, ListAlertsInput } from '@message-service/shared/alerts';
import { DomainError } from '@message-service/shared/errors';
import type { Filter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type AlertDoc, alerts } from './alerts.ts';

const CURSOR = /^(\d{1,15})\.(alert_[A-Za-z0-9]{9,64})$/;

export const toAlert = ({ _id, open, revision, calm, ...alert }: AlertDoc): Alert => alert;

const after = (cursor: string): Filter<AlertDoc> => {
  const [time, id = ''] = decodeCursor(cursor, CURSOR);
  const at = new Date(Number(time));
  return { $or: [{ fired_at: { $lt: at } }, { fired_at: at, _id: { $lt: id } }] };
};

/** A page of alerts, newest first. @throws DomainError VALIDATION_FAILED for a cursor that is not ours */
export const listAlerts = async (
  ctx: Pick<CoreContext, 'db'>,
  { state, open, rule, severity, limit, cursor }: ListAlertsInput,
): Promise<AlertPage> => {
  const found = await alerts(ctx)
    .find({
      ...(open === undefined ? {} : open ? { open: true } : { state: 'resolved' }),
      ...(state ? { state } : {}),
      ...(rule ? { rule } : {}),
      ...(severity ? { severity } : {}),
      ...(cursor === undefined ? {} : after(cursor)),
    })
    .sort({ fired_at: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toAlert),
    next_cursor: found.length > limit && last ? encodeCursor(`${last.fired_at.getTime()}.${last._id}`) : null,
  };
};

/** One alert with its history. @throws DomainError NOT_FOUND */
export const getAlert = async (ctx: Pick<CoreContext, 'db'>, { alert_id }: GetAlertInput): Promise<Alert> => {
  const found = await alerts(ctx).findOne({ _id: alert_id });
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such alert.');
  return toAlert(found);
};
