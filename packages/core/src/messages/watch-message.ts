import type { Identity } from '@message-service/shared/auth';
import { isTerminal, ProgressEvent, ProgressEventId } from '@message-service/shared/messages';
import { ZodError } from 'zod';
import type { CoreContext } from '../context.ts';
import { getReadableMessage } from './get-message.ts';
import { type MessageDoc, messages } from './messages.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';
import { compareIds, follows, progressKey, QUEUED, replayProgress, type TrackedProgress } from './progress.ts';

/** How often a silent watcher looks at the database, which knows the end even when Redis lost it. */
const LOOK_EVERY_MS = 3_000;
const BEFORE_ALL = '0-0';

/** Null for what is not one of our events, as another version or another program may have written it. */
const parse = (id: string, payload: string): TrackedProgress | null => {
  try {
    return { id: ProgressEventId.parse(id), event: ProgressEvent.parse(JSON.parse(payload)) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ZodError) return null;
    throw error;
  }
};

const readBacklog = async (ctx: CoreContext, key: string, after: string): Promise<TrackedProgress[]> => {
  try {
    const rows = await ctx.redis.xrange(key, `(${after}`, '+');
    return rows.flatMap(([id, fields]) => parse(id, fields[1] ?? '') ?? []);
  } catch (error) {
    ctx.log.debug({ error }, 'backlog not read');
    return [];
  }
};

const readReplay = async (ctx: CoreContext, doc: MessageDoc): Promise<TrackedProgress[]> => {
  const [job, reply] = await Promise.all([
    processingQueue(ctx).findOne({ _id: jobIdOf(doc.message_id) }),
    doc.reply_message_id ? messages(ctx).findOne({ _id: doc.reply_message_id }) : null,
  ]);
  return replayProgress(doc, job, reply);
};

type Wake = 'received' | 'silence';

/** Holds what arrives between two reads, and wakes a sleeping reader. */
const createInbox = (signal: AbortSignal) => {
  let received: TrackedProgress[] = [];
  let missed = false;
  let wake: (() => void) | undefined;
  const notify = () => wake?.();
  signal.addEventListener('abort', notify);
  return {
    push(payload: string | null) {
      const space = payload?.indexOf(' ') ?? -1;
      const entry = payload === null ? null : parse(payload.slice(0, space), payload.slice(space + 1));
      if (entry) received.push(entry);
      else missed = true;
      notify();
    },
    take() {
      const taken = { entries: received, missed };
      received = [];
      missed = false;
      return taken;
    },
    async sleep(ms: number): Promise<Wake> {
      if (received.length > 0 || missed || signal.aborted) return 'received';
      const woken = await new Promise<Wake>((resolve) => {
        const timer = setTimeout(() => resolve('silence'), ms);
        wake = () => {
          clearTimeout(timer);
          resolve('received');
        };
      });
      wake = undefined;
      return woken;
    },
    close: () => signal.removeEventListener('abort', notify),
  };
};

const isEnd = ({ event }: TrackedProgress) => event.type === 'completed' || event.type === 'failed';

/** What an earlier worker said of a message that another has taken since, or that was retried. */
const isOutdated = ({ id }: TrackedProgress, epoch: number) => id !== QUEUED.id && compareIds(id, `${epoch}-0`) < 0;

/** Keeps the order: lets through what comes next, says when something is missing in between. */
const createCursor = (start: string, epoch: number) => {
  let last = start;
  return {
    get last() {
      return last;
    },
    /** The entries that may be sent now; `gap` when one is missing before the next. */
    accept(entries: TrackedProgress[]): { ready: TrackedProgress[]; gap: boolean } {
      const ready: TrackedProgress[] = [];
      for (const entry of entries) {
        if (compareIds(entry.id, last) <= 0 || isOutdated(entry, epoch)) continue;
        if (!follows(last, entry)) return { ready, gap: true };
        const firstWorker = last.startsWith('0-');
        last = entry.id;
        if (!(entry.event.type === 'restart' && firstWorker)) ready.push(entry);
      }
      return { ready, gap: false };
    },
  };
};

async function* follow(
  ctx: CoreContext,
  doc: MessageDoc,
  lastEventId: string | null,
  signal: AbortSignal,
): AsyncGenerator<TrackedProgress, void, void> {
  const messageId = doc.message_id;
  const given = ProgressEventId.safeParse(lastEventId);
  const cursor = createCursor(given.success ? given.data : BEFORE_ALL, doc.processing_epoch);
  if (isTerminal(doc.processing_status)) {
    yield* cursor.accept(await readReplay(ctx, doc)).ready;
    return;
  }
  const key = progressKey(ctx, messageId);
  const inbox = createInbox(signal);
  const stop = await ctx.progress.listen(key, inbox.push);
  try {
    let entries = [QUEUED, ...(await readBacklog(ctx, key, cursor.last))];
    let look = false;
    while (!signal.aborted) {
      let { ready, gap } = cursor.accept(entries);
      yield* ready;
      if (ready.some(isEnd)) return;
      if (gap) {
        ({ ready, gap } = cursor.accept(await readBacklog(ctx, key, cursor.last)));
        yield* ready;
        if (ready.some(isEnd)) return;
      }
      // what the stream has lost, only the database can give, once the message has ended
      if (look || (gap && entries.some(isEnd))) {
        const fresh = await messages(ctx).findOne({ _id: messageId });
        if (!fresh) return;
        if (isTerminal(fresh.processing_status)) {
          yield* cursor.accept(await readReplay(ctx, fresh)).ready;
          return;
        }
      }
      look = (await inbox.sleep(LOOK_EVERY_MS)) === 'silence';
      const taken = inbox.take();
      entries = taken.missed ? [...(await readBacklog(ctx, key, cursor.last)), ...taken.entries] : taken.entries;
    }
  } finally {
    inbox.close();
    stop();
  }
}

/**
 * The progress of a message from `lastEventId` on, live, until it ends or `signal` is aborted; replayed from the database
 * when it has ended. Ids are the same either way, so a reader that reconnects misses and repeats nothing. Whether the
 * reader may watch is settled before the first event.
 * @throws DomainError NOT_FOUND
 */
export const watchMessage = async (
  ctx: CoreContext,
  identity: Identity,
  messageId: string,
  lastEventId: string | null,
  signal: AbortSignal,
): Promise<AsyncGenerator<TrackedProgress, void, void>> =>
  follow(ctx, await getReadableMessage(ctx, identity, messageId), lastEventId, signal);
