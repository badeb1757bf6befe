import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreContext } from '../context.ts';
import { holdLog, leaveLog } from './log-head.ts';
import type { Projection } from './projection.ts';
import { type OutboxSource, relayEvents } from './relay-events.ts';
import { runProjection } from './run-projection.ts';

const PAUSE_MS = 500;
const WAIT_FOR_LEASE_MS = 1_000;

/** Everything that the documents have to tell, into the log and from there into the projections. */
type Work = { source: OutboxSource; projections: readonly Projection[] };

/**
 * One round of the log's keeper: a batch of events, then the projections. `more` when more events wait already, null
 * when another process keeps the log.
 */
export const keepLogOnce = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  { source, projections }: Work,
  holder: string,
  signal?: AbortSignal,
): Promise<'more' | 'done' | null> => {
  const head = await holdLog(ctx, holder);
  if (!head) return null;
  const relayed = await relayEvents(ctx, head, source);
  if (!relayed.head) return null;
  for (const projection of projections) await runProjection(ctx, projection, relayed.head, signal ? { signal } : {});
  return relayed.full ? 'more' : 'done';
};

/** Keeps the log until it is told to stop; of several processes one does, and another takes over when it dies. */
export const keepLog = async (
  ctx: Pick<CoreContext, 'db' | 'now' | 'log'>,
  work: Work,
  holder: string,
  signal: AbortSignal,
): Promise<void> => {
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    try {
      const outcome = await keepLogOnce(ctx, work, holder, signal);
      if (outcome !== 'more') await pause(outcome === null ? WAIT_FOR_LEASE_MS : PAUSE_MS);
    } catch (error) {
      ctx.log.warn({ error }, 'the event log was not kept; trying again');
      await pause(WAIT_FOR_LEASE_MS);
    }
  }
  await leaveLog(ctx, holder).catch((error: unknown) =>
    ctx.log.debug({ error }, 'the lease on the log runs out by itself'),
  );
};
