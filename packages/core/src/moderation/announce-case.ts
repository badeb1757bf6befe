import type { CoreContext } from '../context.ts';
import { toCaseChange } from './case-view.ts';
import type { CaseDoc } from './moderation-cases.ts';

export const deskChannel = ({ settings }: Pick<CoreContext, 'settings'>) => `${settings.REDIS_PREFIX}:moderation`;

/** Tells the desks that a case has changed. A courtesy: without Redis nobody is told, and lists are read again. */
export const announceCase = (
  ctx: Pick<CoreContext, 'redis' | 'settings' | 'log'>,
  doc: CaseDoc,
  by: string | null,
): void => {
  ctx.redis
    .publish(deskChannel(ctx), JSON.stringify({ case: toCaseChange(doc, by) }))
    .catch((error: Error) => ctx.log.debug({ case_id: doc.case_id, error: error.message }, 'case not announced'));
};
