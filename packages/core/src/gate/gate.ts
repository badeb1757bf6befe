import type { BreakerState, ForcedBreaker } from '@message-service/shared/llm';
import type { Redis, Result } from 'ioredis';
import type { Logger } from 'pino';
import { wallClock } from '../clock.ts';
import { isRedisAway } from '../redis/index.ts';
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

/** Services that are called over the network: a breaker for each, and one bound on the open calls of all of them. */
export type Gate = {
  redis: Redis;
  log: Logger;
  now(): Date;
  /** What all its keys begin with, hash tag included. */
  base: string;
  limitsOf(service: string): GateLimits;
  /** What an operator has decided about a service, for a Redis that knows nothing of it. */
  forcedOf(service: string): Promise<ForcedBreaker | null>;
};

/** A call that was let through; it has to be settled. */
export type OpenCall = { service: string; id: string; generation: number; probe: boolean; shared: boolean };

/** How a call ended, for the breaker and for whoever looks at the service. */
export type CallEnd = { outcome: BreakerOutcome; error?: object; askedInsteadOf?: string };

export const withScripts = (redis: Redis): Redis => {
  if (redis.msEnterGate === undefined) {
    redis.defineCommand('msEnterGate', { numberOfKeys: 2, lua: ENTER });
    redis.defineCommand('msSettleCall', { numberOfKeys: 4, lua: SETTLE });
    redis.defineCommand('msForceBreaker', { numberOfKeys: 1, lua: FORCE });
    redis.defineCommand('msReadBreaker', { numberOfKeys: 4, lua: READ });
  }
  return redis;
};

export const keysOf = ({ base }: Pick<Gate, 'base'>, service: string) => ({
  breaker: `${base}:breaker:${service}`,
  calls: `${base}:calls`,
  errors: `${base}:errors:${service}`,
  counts: `${base}:counts:${service}:`,
});

/** A clock that was set counts; else Redis's own, so that processes whose clocks differ agree. */
export const timeOf = ({ now }: Pick<Gate, 'now'>): number | '' => (now === wallClock ? '' : now().getTime());

const locals = new WeakMap<Redis, Map<string, LocalGate>>();
/** What this process knows of a gate by itself. */
export const localOf = ({ redis, base }: Pick<Gate, 'redis' | 'base'>): LocalGate => {
  const known = locals.get(redis) ?? new Map<string, LocalGate>();
  locals.set(redis, known);
  const local = known.get(base) ?? createLocalGate();
  known.set(base, local);
  return local;
};

const noteAway = ({ log }: Gate, error: unknown) => {
  if (isRedisAway(error)) log.warn({ error }, 'calls are gated per process while redis is away');
  else log.error({ error }, 'calls are gated per process: redis refused to gate them');
};

const REFUSALS = new Set<string>(['open', 'probing', 'full', 'held'] satisfies Refusal[]);
const isRefusal = (why: string): why is Refusal => REFUSALS.has(why);
export const toForced = (value: string | undefined): ForcedBreaker | null =>
  value === 'open' || value === 'closed' ? value : null;

/** Tells Redis, and so every process, what was decided about a service. @throws errors of Redis */
export const tellForced = (gate: Gate, service: string, forced: ForcedBreaker | null): Promise<number> =>
  withScripts(gate.redis).msForceBreaker(keysOf(gate, service).breaker, timeOf(gate), forced ?? '', 'set');

const tellFresh = async (gate: Gate, service: string): Promise<void> => {
  const forced = await gate.forcedOf(service);
  await withScripts(gate.redis).msForceBreaker(keysOf(gate, service).breaker, timeOf(gate), forced ?? '', '');
};

const enterShared = async (gate: Gate, service: string, id: string): Promise<Entry> => {
  const keys = keysOf(gate, service);
  const { leaseMs, concurrency } = gate.limitsOf(service);
  const ask = () =>
    withScripts(gate.redis).msEnterGate(keys.breaker, keys.calls, timeOf(gate), id, leaseMs, concurrency);
  let answer = await ask();
  if (answer[1] === 'fresh') {
    await tellFresh(gate, service);
    answer = await ask();
  }
  const [ok, why, waitMs, generation, state, openUntil, forced] = answer;
  localOf(gate).learn(service, { state, openUntil, forced: toForced(forced) });
  if (ok === 1) return { ok: true, probe: why === 'probe', generation };
  if (isRefusal(why)) return { ok: false, why, waitMs, openUntil };
  throw new Error(`the gate answers ${why}`);
};

/**
 * Asks to make one call, in one round trip that is exact over all processes: the breaker lets it through, or as the only
 * probe, and a place among the open calls is free. While Redis is away each process decides by itself.
 */
export const enterGate = async (
  gate: Gate,
  service: string,
  id: string,
): Promise<OpenCall | Extract<Entry, { ok: false }>> => {
  const toCall = (entry: Entry, shared: boolean) =>
    entry.ok ? { service, id, generation: entry.generation, probe: entry.probe, shared } : entry;
  let entry: Entry;
  try {
    entry = await enterShared(gate, service, id);
  } catch (error) {
    noteAway(gate, error);
    return toCall(localOf(gate).enter(service, id, gate.now().getTime(), gate.limitsOf(service)), false);
  }
  return toCall(entry, true);
};

/** Ends a call that was let through. Answers whether the breaker opened or closed by it. */
export const settleCall = async (
  gate: Gate,
  call: OpenCall,
  { outcome, error, askedInsteadOf }: CallEnd,
): Promise<'opened' | 'closed' | null> => {
  const { service, id, generation } = call;
  const limits = gate.limitsOf(service);
  const local = localOf(gate);
  if (!call.shared) {
    local.settle(service, { id, generation, outcome }, gate.now().getTime(), limits);
    return null;
  }
  const { breaker, calls, errors, counts } = keysOf(gate, service);
  const end = [outcome, generation, limits.failures, limits.openMs, limits.successes];
  const notes = [error === undefined ? '' : JSON.stringify(error), askedInsteadOf ?? ''];
  try {
    const [, state, openUntil, forced, turned] = await withScripts(gate.redis).msSettleCall(
      breaker,
      calls,
      errors,
      counts,
      timeOf(gate),
      id,
      ...end,
      ...notes,
    );
    local.learn(service, { state, openUntil, forced: toForced(forced) });
    return turned === '' ? null : turned;
  } catch (cause) {
    noteAway(gate, cause);
    local.settle(service, { id, generation: local.generationOf(service), outcome }, gate.now().getTime(), limits);
    return null;
  }
};
