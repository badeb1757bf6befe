import { analyticsProjection } from './analytics/index.ts';
import type { Projection } from './events/index.ts';
import { searchProjection } from './search/index.ts';

export { outboxSource } from './messages/index.ts';

/** Every read model that follows from the events, for the keeper of the log and for `ops rebuild`. */
export const allProjections: readonly Projection[] = [analyticsProjection, searchProjection];
