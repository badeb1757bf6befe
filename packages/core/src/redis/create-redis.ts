import { Redis } from 'ioredis';
import type { Logger } from 'pino';

const MAX_WAIT_MS = 1_000;
/** A server that answers nothing for this long is away; longer than a worker ever waits for a job. */
const SILENCE_MS = { 'fail-fast': 1_000, patient: 30_000 };
const KEEP_ALIVE_MS = 10_000;

/** Waits for the connection, at most `ms`: a Redis that is away must not keep the service from starting. */
export const untilReady = (redis: Redis, ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (redis.status === 'ready') return resolve();
    const done = () => {
      clearTimeout(timer);
      redis.off('ready', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    redis.on('ready', done);
  });

/**
 * A connection for commands: fails fast while Redis is away or silent, within a second, and reconnects for ever.
 * `patient` queues commands until Redis is back, as workers and subscribers need.
 */
export const createRedis = (url: string, log: Logger, mode: 'fail-fast' | 'patient'): Redis => {
  const redis = new Redis(url, {
    maxRetriesPerRequest: mode === 'patient' ? null : 0,
    enableOfflineQueue: mode === 'patient',
    connectTimeout: 5_000,
    socketTimeout: SILENCE_MS[mode],
    keepAlive: KEEP_ALIVE_MS,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), MAX_WAIT_MS),
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  let failing = false;
  redis.on('error', (error: Error) => {
    if (!failing) log.warn({ error: error.message }, 'redis is away');
    failing = true;
  });
  redis.on('ready', () => {
    if (failing) log.info('redis is back');
    failing = false;
  });
  return redis;
};
