import type { CoreContext } from '../context.ts';
import { getProjectionLag } from '../events/index.ts';
import { outboxSource } from '../messages/index.ts';
import { analyticsProjection } from './projection.ts';

/** How old the oldest message is that the figures do not hold yet, in seconds. */
export const getAnalyticsLag = (ctx: Pick<CoreContext, 'db' | 'now'>): Promise<number> =>
  getProjectionLag(ctx, analyticsProjection, outboxSource);
