import type { Logger } from 'pino';
import type { CoreSettings } from '../settings.ts';
import { createRedis } from './create-redis.ts';

type Listener = (payload: string | null) => void;

/**
 * One subscriber connection per process, shared by all listeners. A listener receives each payload of its channel, and
 * `null` after a reconnection, when payloads may have been missed.
 */
export type ProgressHub = {
  listen(channel: string, listener: Listener): Promise<() => void>;
  close(): Promise<void>;
};

export const createProgressHub = (settings: Pick<CoreSettings, 'REDIS_URL'>, log: Logger): ProgressHub => {
  const redis = createRedis(settings.REDIS_URL, log, 'patient');
  const listeners = new Map<string, Set<Listener>>();
  redis.on('message', (channel: string, payload: string) => {
    for (const listener of listeners.get(channel) ?? []) listener(payload);
  });
  redis.on('ready', () => {
    for (const set of listeners.values()) for (const listener of set) listener(null);
  });

  return {
    async listen(channel, listener) {
      const set = listeners.get(channel) ?? new Set();
      set.add(listener);
      listeners.set(channel, set);
      const stop = () => {
        set.delete(listener);
        if (set.size > 0 || listeners.get(channel) !== set) return;
        listeners.delete(channel);
        redis.unsubscribe(channel).catch((error: Error) => log.debug({ error: error.message }, 'unsubscribe failed'));
      };
      // while Redis is away the subscription is made on reconnection: the listener is told with `null`
      if (redis.status === 'ready') await redis.subscribe(channel);
      else redis.subscribe(channel).catch((error: Error) => log.debug({ error: error.message }, 'subscribe failed'));
      return stop;
    },
    async close() {
      listeners.clear();
      redis.disconnect();
    },
  };
};
