import { newId } from '@message-service/shared/ids';
import type { BreakerView } from '@message-service/shared/llm';
import type { SafetyFinding } from '@message-service/shared/safety';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { askOnce, NeighbourError } from '../../external/index.ts';
import { enterGate, type Gate, readBreakers, settleCall } from '../../gate/index.ts';
import type { Metrics } from '../../metrics/index.ts';
import type { SafetySettings } from '../settings-schema.ts';
import { dialectOf } from './dialects.ts';

export type RemoteModeration = {
  /** Whether a text may go on when this gives no answer. */
  failsOpen: boolean;
  /** The second opinion. Within the timeout; no answer is no opinion. @throws NeighbourError (UNAVAILABLE) */
  judge(text: string): Promise<SafetyFinding>;
  /** As all processes have it. */
  breaker(): Promise<BreakerView>;
};

const MAX_BYTES = 262_144;
const VERSION = 1;
const OWN_FAULTS = new Set(['rate_limited', 'refused', 'aborted']);
const SERVICE = 'remote';
/** A lost process's place comes back this long after the call's own deadline. */
const LEASE_SLACK = 1.1;

export type RemoteSettings = SafetySettings & { OPENAI_API_KEY?: string | undefined; REDIS_PREFIX: string };
type Tools = { redis: Redis; log: Logger; metrics: Pick<Metrics, 'neighbourCalls'>; now(): Date };

/** One for all processes, as the gate of providers is. */
const gateOf = (settings: RemoteSettings, { redis, log, now }: Tools): Gate => ({
  redis,
  log,
  now,
  base: `${settings.REDIS_PREFIX}:{moderation}`,
  limitsOf: () => ({
    failures: settings.REMOTE_MODERATION_BREAKER_FAILURES,
    openMs: settings.REMOTE_MODERATION_BREAKER_SECONDS * 1_000,
    successes: settings.REMOTE_MODERATION_BREAKER_SUCCESSES,
    concurrency: settings.REMOTE_MODERATION_CONCURRENCY,
    leaseMs: Math.ceil(settings.REMOTE_MODERATION_TIMEOUT * 1_000 * LEASE_SLACK),
  }),
  forcedOf: async () => null,
});

/**
 * The remote moderation that the settings name; null for none. One try a text, because somebody waits for the answer;
 * bounded in time, size and, over all processes, in number, and left alone by all while it fails. Its address comes from
 * the settings alone.
 */
export const createRemoteModeration = (settings: RemoteSettings, tools: Tools): RemoteModeration | null => {
  const dialect = dialectOf(settings);
  if (!dialect) return null;
  const { log, metrics, now } = tools;
  const gate = gateOf(settings, tools);

  const ask = async (text: string): Promise<SafetyFinding> => {
    const entry = await enterGate(gate, SERVICE, newId('call', now().getTime()));
    if (!('id' in entry)) {
      throw new NeighbourError('moderation', entry.why === 'full' ? 'bulkhead_full' : 'breaker_open');
    }
    try {
      const answer = await askOnce(
        {
          method: 'POST',
          url: dialect.url,
          headers: { 'content-type': 'application/json', accept: 'application/json', ...dialect.headers },
          body: dialect.toBody(text),
          output: dialect.answer,
          none: [],
        },
        {
          neighbour: 'moderation',
          timeoutMs: settings.REMOTE_MODERATION_TIMEOUT * 1_000,
          maxBytes: MAX_BYTES,
          signal: new AbortController().signal,
        },
      );
      const finding = { filter: 'remote' as const, version: VERSION, spans: [], ...dialect.read(answer) };
      await settleCall(gate, entry, { outcome: 'ok' });
      return finding;
    } catch (error) {
      const isOwn = error instanceof NeighbourError && OWN_FAULTS.has(error.fault);
      await settleCall(gate, entry, { outcome: isOwn ? 'ok' : 'failed' });
      throw error;
    }
  };

  return {
    failsOpen: settings.REMOTE_MODERATION_ON_FAILURE === 'open',
    async breaker() {
      const [view] = await readBreakers(gate, [SERVICE]);
      return view ?? { state: 'closed', next_try_at: null };
    },
    async judge(text) {
      try {
        const finding = await ask(text);
        metrics.neighbourCalls.inc({ neighbour: 'moderation', outcome: 'ok' });
        return finding;
      } catch (error) {
        const outcome = error instanceof NeighbourError ? error.fault : 'unknown';
        metrics.neighbourCalls.inc({ neighbour: 'moderation', outcome });
        log.warn({ fault: outcome }, 'remote moderation gave no opinion');
        throw error;
      }
    },
  };
};
