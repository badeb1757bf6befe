import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { type ConversationDoc, conversations } from './conversations.ts';
import { findConversation } from './get-conversation.ts';
import { findValidated } from './neighbour.ts';

const SLOTS = 2;
const missing = () => new DomainError('NOT_FOUND', 'There is no such conversation.');

/**
 * Takes the next sequence number of the user's own active conversation and two of its slots, one for the message and
 * one for its reply, in one atomic step. `last_activity_at` of the answer never runs against the sequence numbers.
 * Where a Conversation Service is configured it is asked first.
 * @throws DomainError NOT_FOUND, CONFLICT when archived, CONVERSATION_FULL, UNAVAILABLE when that service is away
 */
export const reserveMessage = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now' | 'neighbours'>,
  conversationId: string,
  userId: string,
): Promise<ConversationDoc> => {
  if (ctx.neighbours.conversation && !(await findValidated(ctx, conversationId))) throw missing();
  const now = ctx.now();
  const cap = ctx.settings.MAX_MESSAGES_PER_CONVERSATION;
  const reserved = await conversations(ctx).findOneAndUpdate(
    { _id: conversationId, user_id: userId, status: 'active', message_count: { $lte: cap - SLOTS } },
    {
      $inc: { message_count: SLOTS, last_sequence: 1 },
      $max: { last_activity_at: now, updated_at: now },
    },
    { returnDocument: 'after' },
  );
  if (reserved) return reserved;
  const found = await findConversation(ctx, conversationId);
  if (!found || found.user_id !== userId) throw missing();
  if (found.status !== 'active') throw new DomainError('CONFLICT', 'The conversation is archived.');
  throw new DomainError('CONVERSATION_FULL', `A conversation holds at most ${cap} messages, replies included.`);
};

const giveBack = async (ctx: Pick<CoreContext, 'db'>, conversationId: string, slots: number): Promise<void> => {
  await conversations(ctx).updateOne({ _id: conversationId }, { $inc: { message_count: -slots } });
};

/** Gives the two slots back when the message was not stored after all. The number stays unused. */
export const releaseReservation = (ctx: Pick<CoreContext, 'db'>, conversationId: string): Promise<void> =>
  giveBack(ctx, conversationId, SLOTS);

/** Gives back the slot of a reply that will not come. */
export const releaseReplySlot = (ctx: Pick<CoreContext, 'db'>, conversationId: string): Promise<void> =>
  giveBack(ctx, conversationId, 1);

/**
 * Takes a slot for the reply to a message that is processed after all.
 * @throws DomainError CONFLICT when the conversation is archived or gone, CONVERSATION_FULL
 */
export const takeReplySlot = async (
  ctx: Pick<CoreContext, 'db' | 'settings'>,
  conversationId: string,
): Promise<void> => {
  const cap = ctx.settings.MAX_MESSAGES_PER_CONVERSATION;
  const { matchedCount } = await conversations(ctx).updateOne(
    { _id: conversationId, status: 'active', message_count: { $lt: cap } },
    { $inc: { message_count: 1 } },
  );
  if (matchedCount === 1) return;
  const found = await findConversation(ctx, conversationId);
  if (found?.status !== 'active') throw new DomainError('CONFLICT', 'The conversation is archived.');
  throw new DomainError('CONVERSATION_FULL', `A conversation holds at most ${cap} messages, replies included.`);
};

/** The next sequence number, for a reply whose slot is already reserved. Times never run against the numbers. */
export const takeReplyNumber = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  conversationId: string,
): Promise<{ sequence_number: number; created_at: Date }> => {
  const now = ctx.now();
  const updated = await conversations(ctx).findOneAndUpdate(
    { _id: conversationId },
    { $inc: { last_sequence: 1 }, $max: { last_activity_at: now, updated_at: now } },
    { returnDocument: 'after' },
  );
  if (!updated) throw missing();
  return { sequence_number: updated.last_sequence, created_at: updated.last_activity_at };
};
