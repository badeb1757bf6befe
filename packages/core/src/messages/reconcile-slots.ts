import type { CoreContext } from '../context.ts';
import { type ConversationDoc, correctSlots, findTouched } from '../conversations/index.ts';
import { messages } from './messages.ts';

type Ctx = Pick<CoreContext, 'db' | 'now'>;

/** Longer than any request may be between taking its slots and storing its message, the database's timeouts included. */
const SETTLED_MS = 180_000;
/** While a conversation is in use it is looked at no more often than this. */
const AGAIN_MS = 600_000;
/** How far back a process looks that does not know what was looked at before it started. */
const FIRST_LOOK_MS = 86_400_000;
const MAX_LISTED = 5_000;
const MAX_COUNTED = 200;

/** Where each process has come to. */
const seenUntil = new WeakMap<object, Date>();

type Counts = {
  /** Slots of the stored messages and of replies that may still come. */
  held: number;
  /** Of these, what a cancel that is being carried out is about to give back. */
  leaving: number;
  replies: number;
  answered: number;
  /** Numbers up to this one were given out long ago. */
  settled: number;
  /** Stored messages with higher numbers. */
  fresh: number;
};

const NOTHING: Counts = { held: 0, leaving: 0, replies: 0, answered: 0, settled: 0, fresh: 0 };

const sumWhere = (condition: unknown, value: unknown = 1) => ({ $sum: { $cond: [condition, value, 0] } });

/** Of the messages numbered up to `conversation.last_sequence`, whatever happens meanwhile: later ones are left out. */
const count = async (ctx: Ctx, { _id, last_sequence }: ConversationDoc, settledBefore: Date): Promise<Counts> => {
  const isUser = { $eq: ['$role', 'user'] };
  const isReply = { $eq: ['$role', 'assistant'] };
  const isCancelled = { $eq: ['$processing_status', 'cancelled'] };
  const isFresh = { $gte: ['$timestamps.created_at', settledBefore] };
  const cancelledNow = { $gte: ['$timestamps.completed_at', settledBefore] };
  const [counted] = await messages(ctx)
    .aggregate<Counts>([
      { $match: { conversation_id: _id, sequence_number: { $lte: last_sequence } } },
      {
        $group: {
          _id: null,
          held: { $sum: { $cond: [isReply, 0, { $cond: [{ $and: [isUser, { $not: [isCancelled] }] }, 2, 1] }] } },
          leaving: sumWhere({ $and: [isUser, isCancelled, cancelledNow] }),
          replies: sumWhere(isReply),
          answered: sumWhere({ $gt: ['$reply_message_id', ''] }),
          settled: { $max: { $cond: [isFresh, 0, '$sequence_number'] } },
          fresh: sumWhere(isFresh),
        },
      },
    ])
    .toArray();
  return counted ?? NOTHING;
};

/**
 * How many slots too many, or, negative, too few, a conversation counts. A number that was given out a moment ago and
 * has no message yet may be about to get one, so its two slots are counted as held, as are those of a cancel that is
 * being carried out: what is called a leak is one, and what is not will be once it is old.
 */
const findExcess = async (ctx: Ctx, conversation: ConversationDoc): Promise<number> => {
  const settledBefore = new Date(ctx.now().getTime() - SETTLED_MS);
  const { held, leaving, replies, answered, settled, fresh } = await count(ctx, conversation, settledBefore);
  const isQuiet = conversation.last_activity_at < settledBefore;
  const pending = isQuiet ? 0 : Math.max(0, conversation.last_sequence - settled - fresh);
  // replies that were kept longer than what they answer
  const orphans = Math.max(0, replies - answered);
  const least = held + orphans;
  const most = least + 2 * pending + leaving;
  const { message_count: counted } = conversation;
  if (counted > most) return counted - most;
  return counted < least ? counted - least : 0;
};

const isDue = ({ last_activity_at, slots_checked_at }: ConversationDoc, now: number): boolean => {
  if (!slots_checked_at) return true;
  const [used, checked] = [last_activity_at.getTime(), slots_checked_at.getTime()];
  return used < now - SETTLED_MS ? checked < used + SETTLED_MS : checked < now - AGAIN_MS;
};

/**
 * Gives back the slots that a crash between reserving and storing, or between cancelling and giving back, has left with
 * a conversation. Exact while messages come in, and with others doing the same. Looks only at conversations used since
 * this process looked last, at most 200 a call, least recently used first. Gives the number of slots corrected.
 */
export const reconcileSlots = async (ctx: Ctx): Promise<number> => {
  const now = ctx.now().getTime();
  const since = seenUntil.get(ctx.db) ?? new Date(now - FIRST_LOOK_MS);
  const touched = await findTouched(ctx, since, MAX_LISTED);
  const due = touched.filter((conversation) => isDue(conversation, now));
  let corrected = 0;
  for (const conversation of due.slice(0, MAX_COUNTED)) {
    const excess = await findExcess(ctx, conversation);
    if (await correctSlots(ctx, conversation, excess)) corrected += Math.abs(excess);
  }
  const next =
    due[MAX_COUNTED]?.last_activity_at ??
    (touched.length === MAX_LISTED ? touched.at(-1)?.last_activity_at : undefined);
  seenUntil.set(ctx.db, next ?? new Date(now - SETTLED_MS - AGAIN_MS));
  return corrected;
};
