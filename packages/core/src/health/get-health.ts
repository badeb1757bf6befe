import type { DependencyHealth, Health } from '@message-service/shared/health';
import type { CoreContext } from '../context.ts';
import { getNeighbourHealth } from '../external/index.ts';
import { countUnfinished } from '../messages/index.ts';

const PROBE_MS = 2_000;
const FRESH_MS = 2_000;

const probe = async (ask: () => Promise<unknown>, detail?: string): Promise<DependencyHealth> => {
  const start = performance.now();
  const timer = AbortSignal.timeout(PROBE_MS);
  const expired = new Promise<never>((_, reject) => {
    timer.addEventListener('abort', () => reject(new Error(`no answer within ${PROBE_MS} ms`)), { once: true });
  });
  try {
    await Promise.race([ask(), expired]);
    return { status: 'connected', response_time_ms: Math.round(performance.now() - start), detail };
  } catch (error) {
    return { status: 'unreachable', detail: error instanceof Error ? error.name : 'unreachable' };
  }
};

const probeDatabase = (ctx: CoreContext) => probe(() => ctx.db.command({ ping: 1 }));
const probeRedis = (ctx: CoreContext) => probe(() => ctx.redis.ping());

/** True when requests can be served: the database answers. Without Redis messages are still accepted. */
export const isReady = async (ctx: CoreContext): Promise<boolean> => (await probeDatabase(ctx)).status === 'connected';

const countWorkers = async (ctx: CoreContext) => (await ctx.queues.get('message-processing').getWorkers()).length;

/** Each call of it costs something, so its breaker tells how it is. */
const lookAtModeration = async ({ safety }: CoreContext): Promise<Record<string, DependencyHealth>> => {
  const breaker = await safety.remote();
  if (!breaker) return {};
  const status = breaker.state === 'open' ? 'unreachable' : 'reachable';
  const next_try_at = breaker.next_try_at?.toISOString() ?? null;
  return { remote_moderation: { status, detail: 'as its breaker has it', breaker: { ...breaker, next_try_at } } };
};

const look = async (ctx: CoreContext) => {
  const [mongodb, redis] = await Promise.all([probeDatabase(ctx), probeRedis(ctx)]);
  const [unfinished, workers, neighbours, moderation] = await Promise.all([
    mongodb.status === 'connected' ? countUnfinished(ctx) : { queued: 0, processing: 0 },
    redis.status === 'connected' ? countWorkers(ctx) : 0,
    getNeighbourHealth(ctx),
    lookAtModeration(ctx),
  ]);
  const { default: provider } = ctx.llm;
  const llm: DependencyHealth = provider.baseUrl
    ? await probe(() => provider.ping(AbortSignal.timeout(PROBE_MS)), `${provider.name}, ${provider.defaultModel}`)
    : { status: 'embedded', detail: `${provider.name}, ${provider.defaultModel}` };
  return {
    mongodb,
    redis,
    unfinished,
    workers,
    neighbours: { ...neighbours, ...moderation },
    llm,
    timestamp: ctx.now().toISOString(),
  };
};

type Reading = { at: number; result: ReturnType<typeof look> };
const readings = new WeakMap<CoreContext, Reading>();

/** One look for all who ask within `FRESH_MS`: anybody may ask, and each look costs every dependency something. */
const lookOnce = (ctx: CoreContext): Reading['result'] => {
  const known = readings.get(ctx);
  if (known && performance.now() - known.at < FRESH_MS) return known.result;
  const result = look(ctx);
  readings.set(ctx, { at: performance.now(), result });
  return result;
};

/**
 * How the service and everything that it needs are, as `GET /health` answers: at most two seconds old, `timestamp` says
 * since when.
 */
export const getHealth = async (ctx: CoreContext, version: string, concurrentRequests: number): Promise<Health> => {
  const { mongodb, redis, unfinished, workers, neighbours, llm, timestamp } = await lookOnce(ctx);
  const away = [llm, ...Object.values(neighbours)].some((dependency) => dependency.status === 'unreachable');
  const degraded = redis.status !== 'connected' || away || workers === 0;
  return {
    status: mongodb.status !== 'connected' ? 'unhealthy' : degraded ? 'degraded' : 'healthy',
    service: 'message-service',
    version,
    timestamp,
    uptime_seconds: Math.round(process.uptime()),
    dependencies: {
      mongodb,
      redis,
      llm_service: llm,
      ...neighbours,
    },
    performance: {
      messages_in_queue: unfinished.queued,
      messages_in_process: unfinished.processing,
      workers,
      concurrent_requests: concurrentRequests,
    },
  };
};
