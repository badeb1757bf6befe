import { setTimeout as sleep } from 'node:timers/promises';
import { evaluateWhenNobodyDoes } from '@message-service/core/alerts';
import type { CoreContext } from '@message-service/core/context';

const EVERY_MS = 15_000;

/** Keeps the alerts evaluated while no worker lives to do it; gives the function that ends it. */
export const watchUnattended = (core: CoreContext): (() => void) => {
  const stop = new AbortController();
  const watch = async () => {
    while (!stop.signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted) return;
      await evaluateWhenNobodyDoes(core).catch((error: unknown) => core.log.warn({ error }, 'alerts not evaluated'));
    }
  };
  void watch();
  return () => stop.abort();
};
