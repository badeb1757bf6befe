import type { SafetyPolicy } from '@message-service/shared/safety';
import type { Filter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { type MessageDoc, messages } from '../messages/index.ts';
import { comparePolicies, type SafetyPolicyDoc, safetyPolicies } from '../safety/index.ts';
import { safetyDifferences } from './safety-differences.ts';

const BATCH = 200;
/** Messages are stored a little later than they say: those of the last moments wait for the next round. */
const SETTLED_MS = 2_000;

type Seen = Pick<MessageDoc, '_id' | 'conversation_id' | 'role' | 'content' | 'timestamps'>;
const projection = { conversation_id: 1, role: 1, 'content.text': 1, 'timestamps.created_at': 1 };

/** Judges messages by both policies and notes down what differs; gives the number that did. Safe to run twice. */
const compare = async (
  ctx: CoreContext,
  batch: readonly Seen[],
  active: SafetyPolicy,
  { name, policy }: SafetyPolicyDoc,
): Promise<number> => {
  let changed = 0;
  for (const { _id, conversation_id, role, content, timestamps } of batch) {
    const difference = await comparePolicies(content.text, active, policy);
    if (!difference) continue;
    changed++;
    await safetyDifferences(ctx).updateOne(
      { _id: `${name}:${_id}` },
      {
        $set: {
          ...difference,
          ...{ policy: name, message_id: _id, conversation_id, role },
          ...{ message_at: timestamps.created_at, found_at: ctx.now() },
        },
      },
      { upsert: true },
    );
  }
  return changed;
};

const read = (ctx: CoreContext, filter: Filter<MessageDoc>, direction: 1 | -1, limit: number): Promise<Seen[]> =>
  messages(ctx)
    .find({ ...filter, role: { $in: ['user', 'assistant'] } }, { projection })
    .sort({ 'timestamps.created_at': direction, _id: direction })
    .limit(limit)
    .toArray();

/** What came since it was tried, oldest first. */
const follow = async (ctx: CoreContext, active: SafetyPolicy, doc: SafetyPolicyDoc): Promise<number> => {
  const { at, id } = doc.follow ?? { at: doc.created_at, id: '' };
  const until = new Date(ctx.now().getTime() - SETTLED_MS);
  const created = 'timestamps.created_at';
  const batch = await read(
    ctx,
    { [created]: { $gte: at, $lt: until }, $or: [{ [created]: { $gt: at } }, { _id: { $gt: id } }] },
    1,
    BATCH,
  );
  const last = batch.at(-1);
  if (!last) return 0;
  const changed = await compare(ctx, batch, active, doc);
  await safetyPolicies(ctx).updateOne(
    { _id: doc._id, status: 'shadow', judged: doc.judged },
    { $set: { follow: { at: last.timestamps.created_at, id: last._id } }, $inc: { judged: batch.length, changed } },
  );
  return batch.length;
};

/** The last messages from before, newest first. */
const replay = async (ctx: CoreContext, active: SafetyPolicy, doc: SafetyPolicyDoc): Promise<number> => {
  const { replay: run } = doc;
  if (!run || run.finished_at !== null) return 0;
  const { before, before_id, wanted, done } = run;
  const created = 'timestamps.created_at';
  const batch = await read(
    ctx,
    { [created]: { $lte: before }, $or: [{ [created]: { $lt: before } }, { _id: { $lt: before_id } }] },
    -1,
    Math.min(BATCH, wanted - done),
  );
  const changed = await compare(ctx, batch, active, doc);
  const last = batch.at(-1);
  const isOver = !last || done + batch.length >= wanted;
  await safetyPolicies(ctx).updateOne(
    { _id: doc._id, status: 'shadow', judged: doc.judged },
    {
      $set: {
        ...(last ? { 'replay.before': last.timestamps.created_at, 'replay.before_id': last._id } : {}),
        ...(isOver ? { 'replay.finished_at': ctx.now() } : {}),
      },
      $inc: { judged: batch.length, changed, 'replay.done': batch.length },
    },
  );
  return batch.length;
};

/**
 * Has the policy in the shadow, if there is one, judge what came since the last round, and a part of the messages from
 * before; gives the number judged. Nothing follows from its judgement but a list of what differs.
 */
export const runShadowPolicy = async (ctx: CoreContext): Promise<number> => {
  const shadow = () => safetyPolicies(ctx).findOne({ status: 'shadow' });
  const doc = await shadow();
  if (!doc) return 0;
  const { active } = await ctx.safety.policies();
  const followed = await follow(ctx, active.policy, doc);
  const fresh = await shadow();
  return followed + (fresh ? await replay(ctx, active.policy, fresh) : 0);
};
