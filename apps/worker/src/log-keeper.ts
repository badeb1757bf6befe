import type { CoreContext } from '@message-service/core/context';
import { keepLog } from '@message-service/core/events';
import { allProjections, outboxSource } from '@message-service/core/projections';

/**
 * Has this worker keep the event log and the projections whenever no other does. The result stops it, and gives the log
 * up to the next one.
 */
export const startLogKeeper = (ctx: CoreContext, workerId: string): (() => Promise<void>) => {
  const stop = new AbortController();
  const kept = keepLog(ctx, { source: outboxSource, projections: allProjections }, workerId, stop.signal);
  return () => {
    stop.abort();
    return kept;
  };
};
