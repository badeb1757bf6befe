import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestScope } from '../request-scope.ts';

/** Says again what has not changed after this many reads, so that a reader can tell "the same" from "stale". */
const REPEAT_EVERY = 10;

const withoutTime = (value: object) => JSON.stringify({ ...value, at: null });

/**
 * Makes a live figure of one that has to be read: all subscribers of a process share one read per interval, and get the
 * figure at once and whenever it has changed. Nobody subscribed, nothing read.
 */
export const createTicker = <T extends object>(read: (scope: RequestScope) => Promise<T>, everyMs: number) => {
  const reads = new WeakMap<RequestScope['core'], { value: Promise<T>; at: number }>();
  const readShared = (scope: RequestScope) => {
    const now = Date.now();
    const last = reads.get(scope.core);
    if (last && now - last.at < everyMs * 0.9) return last.value;
    const value = read(scope);
    reads.set(scope.core, { value, at: now });
    return value;
  };

  return async function* (scope: RequestScope, signal: AbortSignal): AsyncGenerator<T, void, void> {
    let shown = '';
    for (let round = 0; !signal.aborted; round++) {
      const value = await readShared(scope);
      const text = withoutTime(value);
      if (text !== shown || round % REPEAT_EVERY === 0) yield value;
      shown = text;
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
};
