import type { Watch } from './rules.ts';
import { watchBudgets } from './watch-budgets.ts';
import { watchCost } from './watch-cost.ts';
import { watchQueues } from './watch-queues.ts';
import { watchReplies } from './watch-replies.ts';

/** Everything that is watched. */
export const watches: readonly Watch[] = [watchQueues, watchReplies, watchCost, watchBudgets];
