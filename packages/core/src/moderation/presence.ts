import { CaseId, type DeskPresence } from '@message-service/shared/moderation';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import { deskChannel } from './announce-case.ts';
import { namesOf } from './case-view.ts';

type Context = Pick<CoreContext, 'redis' | 'settings' | 'log' | 'now'>;

/** Without a sign of life for so long, somebody is no longer at the desk. */
const GONE_MS = 30_000;
const KEPT_MS = 600_000;

const Kept = z.object({ case_id: CaseId.nullable(), at: z.number() });

const keyOf = ({ settings }: Pick<CoreContext, 'settings'>) => `${settings.REDIS_PREFIX}:moderation-presence`;

const quietly = (ctx: Context, work: Promise<unknown>) => {
  work.catch((error: unknown) => ctx.log.debug({ error }, 'presence not noted'));
};

const write = async (ctx: Context, userId: string, caseId: string | null): Promise<void> => {
  await ctx.redis
    .multi()
    .hset(keyOf(ctx), userId, JSON.stringify({ case_id: caseId, at: ctx.now().getTime() }))
    .pexpire(keyOf(ctx), KEPT_MS)
    .publish(deskChannel(ctx), JSON.stringify({ presence: userId }))
    .exec();
};

const parse = (text: string | null): z.infer<typeof Kept> | null => {
  const parsed = text === null ? null : Kept.safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data : null;
};

/** Says that somebody looks at a case. A courtesy: it waits for nothing, and without Redis nobody is told. */
export const notePresence = (ctx: Context, userId: string, caseId: string): void =>
  quietly(ctx, write(ctx, userId, caseId));

/** Says that somebody is still there, in front of what they looked at last. */
export const renewPresence = (ctx: Context, userId: string): void => {
  const renew = async () => {
    const known = parse(await ctx.redis.hget(keyOf(ctx), userId));
    const isFresh = known !== null && ctx.now().getTime() - known.at < GONE_MS;
    await write(ctx, userId, isFresh ? known.case_id : null);
  };
  quietly(ctx, renew());
};

/** Says that somebody has left the desk. */
export const endPresence = (ctx: Context, userId: string): void => {
  const end = async () => {
    await ctx.redis
      .multi()
      .hdel(keyOf(ctx), userId)
      .publish(deskChannel(ctx), JSON.stringify({ presence: userId }))
      .exec();
  };
  quietly(ctx, end());
};

/** Who is at the desk now; nobody while Redis is away. */
export const readPresence = async (ctx: Context & Pick<CoreContext, 'db'>): Promise<DeskPresence[]> => {
  const kept = await ctx.redis.hgetall(keyOf(ctx)).catch((error: unknown) => {
    ctx.log.debug({ error }, 'presence not read');
    return {};
  });
  const since = ctx.now().getTime() - GONE_MS;
  const there = Object.entries<string>(kept).flatMap(([user_id, text]) => {
    const one = parse(text);
    return one && one.at >= since ? [{ user_id, case_id: one.case_id }] : [];
  });
  const names = await namesOf(
    ctx,
    there.map(({ user_id }) => user_id),
  );
  return there
    .map(({ user_id, case_id }) => ({ user_id, case_id, name: names[user_id] ?? user_id }))
    .toSorted((a, b) => (a.user_id < b.user_id ? -1 : 1));
};
