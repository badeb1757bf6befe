import type { SafetyFinding } from '@message-service/shared/safety';
import type { Logger } from 'pino';
import { askOnce, type BreakerReading, createBreaker, NeighbourError } from '../../external/index.ts';
import type { Metrics } from '../../metrics/index.ts';
import type { SafetySettings } from '../settings-schema.ts';
import { dialectOf } from './dialects.ts';

export type RemoteModeration = {
  /** Whether a text may go on when this gives no answer. */
  failsOpen: boolean;
  /** The second opinion. Within the timeout; no answer is no opinion. @throws NeighbourError (UNAVAILABLE) */
  judge(text: string): Promise<SafetyFinding>;
  breaker(): BreakerReading;
};

const MAX_BYTES = 262_144;
const VERSION = 1;
const OWN_FAULTS = new Set(['rate_limited', 'refused', 'aborted', 'bulkhead_full']);

/**
 * The remote moderation that the settings name; null for none. One try a text, because somebody waits for the answer;
 * bounded in time, size and number, and left alone while it fails. Its address comes from the settings alone.
 */
export const createRemoteModeration = (
  settings: SafetySettings & { OPENAI_API_KEY?: string | undefined },
  { log, metrics, now }: { log: Logger; metrics: Pick<Metrics, 'neighbourCalls'>; now(): Date },
): RemoteModeration | null => {
  const dialect = dialectOf(settings);
  if (!dialect) return null;
  const breaker = createBreaker({
    failures: settings.REMOTE_MODERATION_BREAKER_FAILURES,
    recoveryMs: settings.REMOTE_MODERATION_BREAKER_SECONDS * 1_000,
    now,
  });
  let open = 0;

  const ask = async (text: string): Promise<SafetyFinding> => {
    if (open >= settings.REMOTE_MODERATION_CONCURRENCY) throw new NeighbourError('moderation', 'bulkhead_full');
    const settle = breaker.enter();
    if (!settle) throw new NeighbourError('moderation', 'breaker_open');
    open++;
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
      settle('ok');
      return { filter: 'remote', version: VERSION, spans: [], ...dialect.read(answer) };
    } catch (error) {
      const isOwn = error instanceof NeighbourError && OWN_FAULTS.has(error.fault);
      settle(isOwn ? 'ok' : 'failed');
      throw error;
    } finally {
      open--;
    }
  };

  return {
    failsOpen: settings.REMOTE_MODERATION_ON_FAILURE === 'open',
    breaker: breaker.read,
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
