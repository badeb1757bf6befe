import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';

/**
 * The commands that clients send to Redis while `work` runs. What scripts run inside Redis is left out: it costs no
 * round trip.
 */
export const countCommands = async (
  url: string,
  work: () => Promise<void>,
  isCounted: (args: readonly string[]) => boolean,
): Promise<number> => {
  const redis = new Redis(url);
  const monitor = await redis.monitor();
  const mark = randomUUID();
  let count = 0;
  const seen = new Promise<void>((resolve) => {
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      if (args.includes(mark)) resolve();
      else if (source !== 'lua' && isCounted(args)) count++;
    });
  });
  try {
    await work();
    await redis.echo(mark);
    await seen;
    return count;
  } finally {
    monitor.disconnect();
    redis.disconnect();
  }
};
