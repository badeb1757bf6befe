import { canReadAll, type Identity } from '@message-service/shared/auth';
import type { ConversationActivity } from '@message-service/shared/conversations';
import type { CoreContext } from '../context.ts';

type Where = { user_id: string; conversation_id: string };
type Context = Pick<CoreContext, 'redis' | 'progress' | 'settings' | 'log' | 'now'>;

/** How long events are gathered into one, and how many it names. */
const GATHER_MS = 250;
const TELL_MS = 20;
const MOST_NAMED = 100;

const channelOf = ({ settings }: Pick<CoreContext, 'settings'>, userId: string) =>
  `${settings.REDIS_PREFIX}:activity:${userId}`;
const EVERYBODY = '*';

/** What is to be told at the next turn, by channel. */
const untold = new WeakMap<object, Map<string, Set<string>>>();

const tellAll = async ({ redis, log }: Pick<CoreContext, 'redis' | 'log'>): Promise<void> => {
  const pipeline = redis.pipeline();
  for (const [channel, ids] of untold.get(redis) ?? []) for (const id of ids) pipeline.publish(channel, id);
  untold.delete(redis);
  try {
    await pipeline.exec();
  } catch (error) {
    log.debug({ error }, 'activity not announced');
  }
};

/**
 * Tells the watchers of a user's conversations, and operators, that something happened in one. A courtesy: it waits for
 * nothing, and without Redis nobody is told. What happens within a few milliseconds is told together.
 */
export const announceActivity = (
  ctx: Pick<CoreContext, 'redis' | 'settings' | 'log'>,
  { user_id, conversation_id }: Where,
): void => {
  const channels = untold.get(ctx.redis) ?? new Map<string, Set<string>>();
  if (channels.size === 0) {
    untold.set(ctx.redis, channels);
    setTimeout(() => void tellAll(ctx), TELL_MS);
  }
  for (const channel of [channelOf(ctx, user_id), channelOf(ctx, EVERYBODY)]) {
    channels.set(channel, (channels.get(channel) ?? new Set()).add(conversation_id));
  }
};

const createInbox = () => {
  let ids = new Set<string>();
  let missed = false;
  let wake: (() => void) | undefined;
  return {
    push(conversationId: string | null) {
      if (conversationId === null || ids.size >= MOST_NAMED) missed = true;
      else ids.add(conversationId);
      wake?.();
    },
    take() {
      const taken = { conversation_ids: [...ids], missed };
      ids = new Set();
      missed = false;
      return taken;
    },
    async untilFilled(signal: AbortSignal) {
      if (ids.size > 0 || missed || signal.aborted) return;
      await new Promise<void>((resolve) => {
        const end = () => {
          signal.removeEventListener('abort', end);
          resolve();
        };
        wake = end;
        signal.addEventListener('abort', end, { once: true });
      });
      wake = undefined;
    },
  };
};

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });

/**
 * The conversations in which something happens, live, until `signal` is aborted: the caller's own, and everybody's for
 * the roles that may read them. Gathers what comes within a quarter of a second. Ids only, nothing that was written.
 */
export async function* watchConversations(
  ctx: Context,
  identity: Identity,
  signal: AbortSignal,
): AsyncGenerator<ConversationActivity, void, void> {
  const inbox = createInbox();
  const channel = channelOf(ctx, canReadAll(identity) ? EVERYBODY : identity.user_id);
  const stop = await ctx.progress.listen(channel, inbox.push);
  try {
    while (!signal.aborted) {
      await inbox.untilFilled(signal);
      await pause(GATHER_MS, signal);
      if (signal.aborted) return;
      yield { ...inbox.take(), at: ctx.now() };
    }
  } finally {
    stop();
  }
}
