import type { Metrics } from './index.ts';

/** What is kept: texts of a conversation's window, in memory or Redis, and answers of models. */
export type CacheName = 'context' | 'llm_response';

type CacheMetrics = Pick<Metrics, 'cacheRequests' | 'cacheHitRate'>;
type Counts = { hits: number; asked: number };

const counted = new WeakMap<CacheMetrics['cacheHitRate'], Map<CacheName, Counts>>();

/** Counts what was looked for in a cache: how much of it was there. */
export const countCached = (
  { cacheRequests, cacheHitRate }: CacheMetrics,
  cache: CacheName,
  { hits, misses }: { hits: number; misses: number },
): void => {
  const all = counted.get(cacheHitRate) ?? new Map<CacheName, Counts>();
  counted.set(cacheHitRate, all);
  const counts = all.get(cache) ?? { hits: 0, asked: 0 };
  all.set(cache, counts);
  counts.hits += hits;
  counts.asked += hits + misses;
  if (hits > 0) cacheRequests.inc({ cache, outcome: 'hit' }, hits);
  if (misses > 0) cacheRequests.inc({ cache, outcome: 'miss' }, misses);
  if (counts.asked > 0) cacheHitRate.set({ cache }, counts.hits / counts.asked);
};
