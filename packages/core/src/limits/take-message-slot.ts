import { DomainError } from '@message-service/shared/errors';
import type { Redis, Result } from 'ioredis';
import { wallClock } from '../clock.ts';
import type { CoreContext } from '../context.ts';
import { isRedisAway } from '../redis/index.ts';
import { createLocalLimiter, type LocalAnswer } from './local-limiter.ts';
import { RENEW_SLOT, TAKE_SLOT } from './script.ts';
import { windowsOf } from './windows.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    msRenewSlot(working: string, ...args: (string | number)[]): Result<number, Context>;
    msTakeSlot(counts: string, working: string, ...args: (string | number)[]): Result<number[], Context>;
  }
}

type Ctx = Pick<CoreContext, 'redis' | 'settings' | 'log' | 'now'>;

/** The window that binds most: its limit, what is left of it, and seconds until there is more. */
export type LimitState = { limit: number; remaining: number; reset_seconds: number };

const LIMIT_NAMES = ['at once', 'a minute', 'an hour', 'a day'] as const;
const local = createLocalLimiter();

const withScript = (redis: Redis): Redis => {
  if (redis.msTakeSlot === undefined) {
    redis.defineCommand('msTakeSlot', { numberOfKeys: 2, lua: TAKE_SLOT });
    redis.defineCommand('msRenewSlot', { numberOfKeys: 1, lua: RENEW_SLOT });
  }
  return redis;
};

/** A clock that was set counts; else Redis's own, so that processes whose clocks differ count alike. */
const timeOf = ({ now }: Ctx): number | '' => (now === wallClock ? '' : now().getTime());

const holdMs = ({ settings }: Ctx) => settings.MESSAGE_PROCESSING_TIMEOUT * 1_000;

const keys = ({ settings }: Ctx, userId: string) => ({
  counts: `${settings.REDIS_PREFIX}:limit:{${userId}}:counts`,
  working: `${settings.REDIS_PREFIX}:limit:{${userId}}:working`,
});

const takeShared = async (ctx: Ctx, userId: string, messageId: string): Promise<LocalAnswer> => {
  const { settings } = ctx;
  const { counts, working } = keys(ctx, userId);
  const [ok = 0, window = 0, limit = 0, left = 0, waitMs = 0] = await withScript(ctx.redis).msTakeSlot(
    counts,
    working,
    timeOf(ctx),
    messageId,
    holdMs(ctx),
    settings.MAX_CONCURRENT_MESSAGES_PER_USER,
    ...windowsOf(settings).flatMap((entry) => [entry.limit, entry.lengthMs]),
  );
  return { ok: ok === 1, window, limit, left, waitMs };
};

const localUser = ({ settings }: Ctx, userId: string) => `${settings.REDIS_PREFIX}:${userId}`;

const take = async (ctx: Ctx, userId: string, messageId: string): Promise<LocalAnswer> => {
  try {
    const shared = await takeShared(ctx, userId, messageId);
    local.forgetWorking();
    return shared;
  } catch (error) {
    if (isRedisAway(error)) ctx.log.warn({ error }, 'limits are counted per process while redis is away');
    else ctx.log.error({ error }, 'limits are counted per process: redis refused to count them');
    return local.take({
      user: localUser(ctx, userId),
      messageId,
      most: ctx.settings.MAX_CONCURRENT_MESSAGES_PER_USER,
      windows: windowsOf(ctx.settings),
      nowMs: ctx.now().getTime(),
    });
  }
};

/**
 * Takes one of the user's messages of this minute, hour and day, and one of those in process, in one round trip that is
 * exact over all processes. The place in process is given back by `releaseMessageSlot`, or when neither a worker has
 * taken the message nor its saga has ended in time.
 * @throws DomainError RATE_LIMITED, with the seconds until the next try
 */
export const takeMessageSlot = async (ctx: Ctx, userId: string, messageId: string): Promise<LimitState> => {
  const { ok, window, limit, left, waitMs } = await take(ctx, userId, messageId);
  const state = { limit, remaining: left, reset_seconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
  if (ok) return state;
  throw new DomainError('RATE_LIMITED', `At most ${limit} messages ${LIMIT_NAMES[window] ?? ''} per user.`, {
    retryAfterSeconds: state.reset_seconds,
    limit: state,
  });
};

/** Holds the place in process for as long as a saga may take, counted from now. */
export const renewMessageSlot = async (ctx: Ctx, userId: string, messageId: string): Promise<void> => {
  try {
    await withScript(ctx.redis).msRenewSlot(keys(ctx, userId).working, timeOf(ctx), messageId, holdMs(ctx));
  } catch (error) {
    ctx.log.debug({ error }, 'place in process not renewed');
  }
};

/** Gives the place in process back, when the message has ended or was not stored after all. */
export const releaseMessageSlot = async (ctx: Ctx, userId: string, messageId: string): Promise<void> => {
  local.release(localUser(ctx, userId), messageId);
  try {
    await ctx.redis.zrem(keys(ctx, userId).working, messageId);
  } catch (error) {
    ctx.log.debug({ error }, 'place in process not given back; it runs out by itself');
  }
};
