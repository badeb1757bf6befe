import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Metrics } from '../metrics/index.ts';
import { currentTraceId } from '../trace.ts';
import { askOnce } from './ask-once.ts';
import { type BreakerOutcome, type BreakerReading, createBreaker } from './breaker.ts';
import { NeighbourError, type NeighbourFault, type NeighbourName } from './neighbour-error.ts';
import type { NeighbourSettings } from './settings-schema.ts';

export type Call<Output extends z.ZodType> = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Segments of the path below the neighbour's address; each is escaped. */
  path: readonly string[];
  query?: Record<string, string>;
  body?: unknown;
  /** Of the user for whom the neighbour is asked. */
  onBehalfOf?: string;
  output: Output;
  /** Statuses that mean that there is no such thing, and answer null. */
  none?: readonly number[];
  /** Whether the call changes nothing when it is made twice, so that it may be repeated. */
  repeatable: boolean;
  signal?: AbortSignal;
};

/** A service beside ours, as the only way to it: bounded in time, size and number, and left alone while it fails. */
export type Neighbour = {
  name: NeighbourName;
  /** @throws NeighbourError (UNAVAILABLE) within the deadline */
  call<Output extends z.ZodType>(call: Call<Output>): Promise<z.output<Output> | null>;
  breaker(): BreakerReading;
};

export type NeighbourTools = { log: Logger; metrics: Pick<Metrics, 'neighbourCalls'>; now(): Date };
type Options = { name: NeighbourName; url: string; concurrency: number };

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_000;
/** A try with less time than this left is not begun. */
const SHORTEST_TRY_MS = 20;

const PASSING = new Set<NeighbourFault>(['timeout', 'connection', 'server_error', 'rate_limited']);
/** Faults by which a neighbour shows that it works, though not as asked, and those that are not its own. */
const OF_THE_CALL = new Set<NeighbourFault>(['rate_limited', 'refused']);

const outcomeOf = (error: unknown): BreakerOutcome => {
  if (!(error instanceof NeighbourError) || error.fault === 'aborted') return 'unknown';
  return OF_THE_CALL.has(error.fault) ? 'ok' : 'failed';
};

/** Full jitter: anywhere between nothing and an exponentially growing bound. */
const jitter = (tries: number) => Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));

const addressOf = (base: string, path: readonly string[], query: Record<string, string> = {}): URL => {
  if (path.some((segment) => /^\.{0,2}$/.test(segment))) throw new Error('a path that would leave its base');
  const url = new URL(`${base}/${path.map(encodeURIComponent).join('/')}`);
  url.search = new URLSearchParams(query).toString();
  return url;
};

/**
 * The client of one neighbour. Its address comes from the settings alone and redirects are not followed, so nobody's
 * input decides whom we call.
 */
export const createNeighbour = (
  { name, url, concurrency }: Options,
  settings: NeighbourSettings,
  { log, metrics, now }: NeighbourTools,
): Neighbour => {
  const breaker = createBreaker({
    failures: settings.NEIGHBOUR_BREAKER_FAILURES,
    recoveryMs: settings.NEIGHBOUR_BREAKER_SECONDS * 1_000,
    now,
  });
  const service = settings.NEIGHBOUR_SERVICE_TOKEN;
  let open = 0;

  const tryOnce = async <Output extends z.ZodType>(
    call: Call<Output>,
    traceId: string,
    timeoutMs: number,
    signal: AbortSignal,
  ) => {
    const settle = breaker.enter();
    if (!settle) {
      const next = breaker.read().next_try_at;
      const retryAfterMs = next === null ? undefined : next.getTime() - now().getTime();
      throw new NeighbourError(name, 'breaker_open', { retryAfterMs });
    }
    const headers = {
      accept: 'application/json',
      'x-trace-id': traceId,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(service === undefined ? {} : { 'x-service': service }),
      ...(call.onBehalfOf === undefined ? {} : { 'x-user-id': call.onBehalfOf }),
    };
    const { method, body, output, none = [] } = call;
    const bounds = { neighbour: name, timeoutMs, maxBytes: settings.NEIGHBOUR_MAX_RESPONSE_BYTES, signal };
    try {
      const answer = await askOnce(
        { method, url: addressOf(url, call.path, call.query), headers, body, output, none },
        bounds,
      );
      settle('ok');
      return answer;
    } catch (error) {
      settle(outcomeOf(error));
      throw error;
    }
  };

  /** How long to wait before the next try; null when there is none to be made. */
  const waitBefore = (error: unknown, tries: number, repeatable: boolean, leftMs: number): number | null => {
    if (!(error instanceof NeighbourError) || !repeatable || !PASSING.has(error.fault)) return null;
    if (tries >= settings.NEIGHBOUR_MAX_TRIES) return null;
    const wait = Math.max(jitter(tries), error.retryAfterMs ?? 0);
    return leftMs - wait < SHORTEST_TRY_MS ? null : wait;
  };

  const tryUntil = async <Output extends z.ZodType>(call: Call<Output>, signal: AbortSignal) => {
    const end = performance.now() + settings.NEIGHBOUR_DEADLINE * 1_000;
    const left = () => end - performance.now();
    const traceId = currentTraceId() || randomUUID();
    for (let tries = 1; ; tries++) {
      try {
        return await tryOnce(call, traceId, Math.min(settings.NEIGHBOUR_TRY_TIMEOUT * 1_000, left()), signal);
      } catch (error) {
        const wait = waitBefore(error, tries, call.repeatable, left());
        const { fault, status } = error instanceof NeighbourError ? error : {};
        log.warn({ neighbour: name, fault, status, tries, trace_id: traceId }, 'neighbour did not answer');
        if (wait === null) throw error;
        await sleep(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  return {
    name,
    breaker: breaker.read,
    async call(call) {
      const signal = call.signal ?? new AbortController().signal;
      try {
        if (open >= concurrency) throw new NeighbourError(name, 'bulkhead_full', { retryAfterMs: 1_000 });
        open++;
        try {
          const answer = await tryUntil(call, signal);
          metrics.neighbourCalls.inc({ neighbour: name, outcome: 'ok' });
          return answer;
        } finally {
          open--;
        }
      } catch (error) {
        const outcome = error instanceof NeighbourError ? error.fault : 'unknown';
        metrics.neighbourCalls.inc({ neighbour: name, outcome });
        throw error;
      }
    },
  };
};
