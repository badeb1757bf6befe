import type { Watch } from './rules.ts';
import { watchQueues } from './watch-queues.ts';

/** Everything that is watched. */
export const watches: readonly Watch[] = [watchQueues];
