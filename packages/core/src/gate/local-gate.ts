import type { BreakerState, ForcedBreaker } from '@message-service/shared/llm';

export type BreakerOutcome = 'ok' | 'failed' | 'unknown';
export type GateLimits = {
  /** Failures in a row that open the breaker, ms that it stays open, successes of probes that close it. */
  failures: number;
  openMs: number;
  successes: number;
  /** Calls at once, of all providers. */
  concurrency: number;
  /** A call that has not ended after this long has lost its worker. */
  leaseMs: number;
};
export type Refusal = 'open' | 'probing' | 'full' | 'held';
export type Entry =
  | { ok: true; probe: boolean; generation: number }
  | { ok: false; why: Refusal; waitMs: number; openUntil: number };
export type Known = { state: BreakerState; openUntil: number; forced: ForcedBreaker | null };

type Breaker = Known & {
  generation: number;
  failures: number;
  successes: number;
  probe: string | null;
  probeUntil: number;
};

const fresh = (): Breaker => ({
  state: 'closed',
  openUntil: 0,
  forced: null,
  generation: 1,
  failures: 0,
  successes: 0,
  probe: null,
  probeUntil: 0,
});

/**
 * The same gate as in Redis, for one process, for as long as Redis is away. It goes on from what Redis last said, so that
 * a provider that is left alone stays so.
 */
export const createLocalGate = () => {
  const breakers = new Map<string, Breaker>();
  const calls = new Map<string, number>();

  const breakerOf = (provider: string): Breaker => {
    const known = breakers.get(provider) ?? fresh();
    breakers.set(provider, known);
    return known;
  };

  const turn = (breaker: Breaker, state: 'open' | 'closed', openUntil: number) => {
    Object.assign(breaker, {
      state,
      openUntil,
      generation: breaker.generation + 1,
      failures: 0,
      successes: 0,
      probe: null,
    });
  };

  const enter = (provider: string, call: string, now: number, limits: GateLimits): Entry => {
    const breaker = breakerOf(provider);
    const { state, forced, openUntil } = breaker;
    const refuse = (why: Refusal, waitMs: number): Entry => ({ ok: false, why, waitMs, openUntil });
    if (forced === 'open') return refuse('held', 0);
    const probing = forced === null && state !== 'closed';
    if (probing) {
      if (state === 'open' && now < openUntil) return refuse('open', openUntil - now);
      if (breaker.probe !== null && now < breaker.probeUntil) return refuse('probing', breaker.probeUntil - now);
    }
    for (const [id, until] of calls) if (until <= now) calls.delete(id);
    if (calls.size >= limits.concurrency) return refuse('full', 0);
    calls.set(call, now + limits.leaseMs);
    if (probing) {
      if (state === 'open') Object.assign(breaker, { state: 'half_open', successes: 0 });
      Object.assign(breaker, { probe: call, probeUntil: now + limits.leaseMs });
    }
    return { ok: true, probe: probing, generation: breaker.generation };
  };

  const settle = (
    provider: string,
    call: { id: string; generation: number; outcome: BreakerOutcome },
    now: number,
    limits: GateLimits,
  ): void => {
    calls.delete(call.id);
    const breaker = breakerOf(provider);
    const { outcome } = call;
    if (breaker.probe === call.id) {
      breaker.probe = null;
      if (outcome === 'failed') turn(breaker, 'open', now + limits.openMs);
      else if (outcome === 'ok' && ++breaker.successes >= limits.successes) turn(breaker, 'closed', 0);
      return;
    }
    if (breaker.forced !== null || breaker.state !== 'closed' || breaker.generation !== call.generation) return;
    if (outcome === 'ok') breaker.failures = 0;
    if (outcome === 'failed' && ++breaker.failures >= limits.failures) turn(breaker, 'open', now + limits.openMs);
  };

  return {
    enter,
    settle,
    /** What Redis says of a provider; a change of it makes what is counted here void. */
    learn(provider: string, known: Known): void {
      const breaker = breakerOf(provider);
      const { state, openUntil, forced } = known;
      if (breaker.state === state && breaker.openUntil === openUntil && breaker.forced === forced) return;
      breakers.set(provider, { ...fresh(), ...known, generation: breaker.generation + 1 });
    },
    read: (provider: string): Known => breakerOf(provider),
    /** Of the breaker as it stands, for a call that Redis let through and can no longer settle. */
    generationOf: (provider: string): number => breakerOf(provider).generation,
  };
};
export type LocalGate = ReturnType<typeof createLocalGate>;
