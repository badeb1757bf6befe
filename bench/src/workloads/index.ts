import type { Report } from '../report/row.ts';
import type { WorkloadNumber } from '../run-options.ts';
import type { Bench } from '../world/open-bench.ts';
import { accept } from './accept.ts';
import { apiLayer } from './api-layer.ts';
import { context } from './context.ts';
import { pages } from './pages.ts';
import { rateLimit } from './rate-limit.ts';
import { reply } from './reply.ts';
import { streaming } from './streaming.ts';
import { tokenUsage } from './token-usage.ts';
import { worker } from './worker.ts';

/** The workloads by their numbers in the plan of measurements. */
export const workloads: Record<WorkloadNumber, (bench: Bench) => Promise<Report>> = {
  1: accept,
  2: apiLayer,
  3: worker,
  4: reply,
  5: streaming,
  6: context,
  7: pages,
  8: tokenUsage,
  12: rateLimit,
};
