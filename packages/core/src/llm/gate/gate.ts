import type { BreakerState, ForcedBreaker, ProviderName } from '@message-service/shared/llm';
import type { Redis, Result } from 'ioredis';
import { wallClock } from '../../clock.ts';
import type { CoreContext } from '../../context.ts';
import { isRedisAway } from '../../redis/index.ts';
import type { LlmProviderSettings } from '../settings-schema.ts';
import { llmOverrides } from './llm-overrides.ts';
import {
  type BreakerOutcome,
  createLocalGate,
  type Entry,
  type GateLimits,
  type LocalGate,
  type Refusal,
} from './local-gate.ts';
import { ENTER, FORCE, READ, SETTLE } from './script.ts';

type Argument = string | number;
declare module 'ioredis' {
  interface RedisCommander<Context> {
    msEnterGate(breaker: string, calls: string, ...args: Argument[]): Result<EnterAnswer, Context>;
    msSettleCall(
      breaker: string,
      calls: string,
      errors: string,
      counts: string,
      ...args: Argument[]
    ): Result<SettleAnswer, Context>;
    msForceBreaker(breaker: string, ...args: Argument[]): Result<number, Context>;
    msReadBreaker(
      breaker: string,
      calls: string,
      errors: string,
      counts: string,
      ...args: Argument[]
    ): Result<ReadAnswer, Context>;
  }
}
type EnterAnswer = [
  ok: number,
  why: string,
  waitMs: number,
  generation: number,
  state: BreakerState,
  openUntil: number,
  forced: string,
];
type SettleAnswer = [
  generation: number,
  state: BreakerState,
  openUntil: number,
  forced: string,
  turned: '' | 'opened' | 'closed',
];
export type ReadAnswer = [now: number, breaker: string[], calls: number, errors: string[], spans: string[][]];

export type GateContext = Pick<CoreContext, 'redis' | 'settings' | 'log' | 'now' | 'db'>;

/** A call that was let through; it has to be settled. */
export type OpenCall = { provider: ProviderName; id: string; generation: number; probe: boolean; shared: boolean };

/** How a call ended, for the breaker and for whoever looks at the provider. */
export type CallEnd = { outcome: BreakerOutcome; error?: object; askedInsteadOf?: ProviderName };

export const withScripts = (redis: Redis): Redis => {
  if (redis.msEnterGate === undefined) {
    redis.defineCommand('msEnterGate', { numberOfKeys: 2, lua: ENTER });
    redis.defineCommand('msSettleCall', { numberOfKeys: 4, lua: SETTLE });
    redis.defineCommand('msForceBreaker', { numberOfKeys: 1, lua: FORCE });
    redis.defineCommand('msReadBreaker', { numberOfKeys: 4, lua: READ });
  }
  return redis;
};

export const gateKeys = ({ settings }: Pick<CoreContext, 'settings'>, provider: ProviderName) => {
  const base = `${settings.REDIS_PREFIX}:{llm}`;
  return {
    breaker: `${base}:breaker:${provider}`,
    calls: `${base}:calls`,
    errors: `${base}:errors:${provider}`,
    counts: `${base}:counts:${provider}:`,
  };
};

/** A clock that was set counts; else Redis's own, so that processes whose clocks differ agree. */
export const timeOf = ({ now }: Pick<CoreContext, 'now'>): number | '' => (now === wallClock ? '' : now().getTime());

/** A lost worker's place comes back this long after the call's own deadline. */
const LEASE_SLACK = 1.1;

export const limitsOf = (settings: LlmProviderSettings, provider: ProviderName): GateLimits => ({
  failures: provider === 'lmstudio' ? settings.LLM_BREAKER_FAILURES_LMSTUDIO : settings.LLM_BREAKER_FAILURES,
  openMs: settings.LLM_BREAKER_SECONDS * 1_000,
  successes: settings.LLM_BREAKER_SUCCESSES,
  concurrency: settings.MAX_CONCURRENT_LLM_REQUESTS,
  leaseMs: Math.ceil(settings.LLM_REQUEST_TIMEOUT * 1_000 * LEASE_SLACK),
});

const locals = new WeakMap<Redis, LocalGate>();
export const localOf = ({ redis }: Pick<CoreContext, 'redis'>): LocalGate => {
  const local = locals.get(redis) ?? createLocalGate();
  locals.set(redis, local);
  return local;
};

const noteAway = ({ log }: GateContext, error: unknown) => {
  if (isRedisAway(error)) log.warn({ error }, 'provider calls are gated per process while redis is away');
  else log.error({ error }, 'provider calls are gated per process: redis refused to gate them');
};

const REFUSALS = new Set<string>(['open', 'probing', 'full', 'held'] satisfies Refusal[]);
const isRefusal = (why: string): why is Refusal => REFUSALS.has(why);
export const toForced = (value: string | undefined): ForcedBreaker | null =>
  value === 'open' || value === 'closed' ? value : null;

const tellFresh = async (ctx: GateContext, provider: ProviderName): Promise<void> => {
  const override = await llmOverrides(ctx).findOne({ _id: provider });
  await withScripts(ctx.redis).msForceBreaker(gateKeys(ctx, provider).breaker, timeOf(ctx), override?.forced ?? '', '');
};

const enterShared = async (ctx: GateContext, provider: ProviderName, id: string): Promise<Entry> => {
  const keys = gateKeys(ctx, provider);
  const { leaseMs, concurrency } = limitsOf(ctx.settings, provider);
  const ask = () => withScripts(ctx.redis).msEnterGate(keys.breaker, keys.calls, timeOf(ctx), id, leaseMs, concurrency);
  let answer = await ask();
  if (answer[1] === 'fresh') {
    await tellFresh(ctx, provider);
    answer = await ask();
  }
  const [ok, why, waitMs, generation, state, openUntil, forced] = answer;
  localOf(ctx).learn(provider, { state, openUntil, forced: toForced(forced) });
  if (ok === 1) return { ok: true, probe: why === 'probe', generation };
  if (isRefusal(why)) return { ok: false, why, waitMs, openUntil };
  throw new Error(`the gate answers ${why}`);
};

/**
 * Asks to make one provider call, in one round trip that is exact over all processes: the breaker lets it through, or as
 * the only probe, and a place among the open calls is free. While Redis is away each process decides by itself.
 */
export const enterGate = async (
  ctx: GateContext,
  provider: ProviderName,
  id: string,
): Promise<OpenCall | Extract<Entry, { ok: false }>> => {
  const toCall = (entry: Entry, shared: boolean) =>
    entry.ok ? { provider, id, generation: entry.generation, probe: entry.probe, shared } : entry;
  let entry: Entry;
  try {
    entry = await enterShared(ctx, provider, id);
  } catch (error) {
    noteAway(ctx, error);
    return toCall(localOf(ctx).enter(provider, id, ctx.now().getTime(), limitsOf(ctx.settings, provider)), false);
  }
  return toCall(entry, true);
};

/** Ends a call that was let through. Answers whether the breaker opened or closed by it. */
export const settleCall = async (
  ctx: GateContext,
  call: OpenCall,
  { outcome, error, askedInsteadOf }: CallEnd,
): Promise<'opened' | 'closed' | null> => {
  const { provider, id, generation } = call;
  const limits = limitsOf(ctx.settings, provider);
  if (!call.shared) {
    localOf(ctx).settle(provider, { id, generation, outcome }, ctx.now().getTime(), limits);
    return null;
  }
  const { breaker, calls, errors, counts } = gateKeys(ctx, provider);
  const end = [outcome, generation, limits.failures, limits.openMs, limits.successes];
  const notes = [error === undefined ? '' : JSON.stringify(error), askedInsteadOf ?? ''];
  try {
    const [, state, openUntil, forced, turned] = await withScripts(ctx.redis).msSettleCall(
      breaker,
      calls,
      errors,
      counts,
      timeOf(ctx),
      id,
      ...end,
      ...notes,
    );
    localOf(ctx).learn(provider, { state, openUntil, forced: toForced(forced) });
    return turned === '' ? null : turned;
  } catch (cause) {
    noteAway(ctx, cause);
    localOf(ctx).settle(
      provider,
      { id, generation: localOf(ctx).generationOf(provider), outcome },
      ctx.now().getTime(),
      limits,
    );
    return null;
  }
};
