import { wallClock } from '../clock.ts';
import type { CoreContext } from '../context.ts';

type Ctx = Pick<CoreContext, 'redis' | 'settings' | 'now'>;

/** A place as young as this may belong to a message that is just being stored. */
const MIN_AGE_MS = 60_000;
const SCANS = 10;
const PER_SCAN = 500;

/** Where the next call goes on. */
const cursors = new WeakMap<object, string>();

const nowOf = async ({ redis, now }: Ctx): Promise<number> => {
  if (now !== wallClock) return now().getTime();
  const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
  return seconds * 1_000 + Math.floor(microseconds / 1_000);
};

const someKeys = async ({ redis, settings }: Ctx): Promise<string[]> => {
  const match = `${settings.REDIS_PREFIX}:limit:{*}:working`;
  const found = new Set<string>();
  let cursor = cursors.get(redis) ?? '0';
  for (let scans = 0; scans < SCANS; scans++) {
    const [next, keys] = await redis.scan(cursor, 'MATCH', match, 'COUNT', PER_SCAN);
    for (const key of keys) found.add(key);
    cursor = next;
    if (cursor === '0') break;
  }
  cursors.set(redis, cursor);
  return [...found];
};

/**
 * Gives back the places in process of messages that have ended, or were never stored, as a Redis that was away at their
 * end leaves them; they would run out by themselves, but until then keep the user from sending. `findOver` tells which
 * of some messages those are. Looks at a part of Redis a call, and at the next one in the next. Gives their number.
 */
export const releaseStalePlaces = async (
  ctx: Ctx,
  findOver: (messageIds: string[]) => Promise<string[]>,
): Promise<number> => {
  const hold = ctx.settings.MESSAGE_PROCESSING_TIMEOUT * 1_000;
  const oldest = (await nowOf(ctx)) + hold - MIN_AGE_MS;
  let released = 0;
  for (const key of await someKeys(ctx)) {
    const ids = await ctx.redis.zrangebyscore(key, '-inf', oldest);
    const over = ids.length > 0 ? await findOver(ids) : [];
    if (over.length > 0) released += await ctx.redis.zrem(key, ...over);
  }
  return released;
};
