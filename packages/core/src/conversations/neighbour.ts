import {
  Conversation,
  type CreateConversationInput,
  type UpdateConversationInput,
} from '@message-service/shared/conversations';
import { DomainError } from '@message-service/shared/errors';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import type { Neighbour } from '../external/index.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { type ConversationDoc, conversations } from './conversations.ts';

type Context = Pick<CoreContext, 'db' | 'now' | 'neighbours'>;

/** What we need to know of a conversation that another service keeps. */
const Remote = Conversation.pick({ conversation_id: true, user_id: true, character_id: true, status: true }).extend({
  title: z.string().max(1_000).default(''),
  tags: z.array(z.string().max(200)).max(100).default([]),
  // unknown settings of a newer neighbour are not ours to refuse
  settings: z.object(Conversation.shape.settings.shape).default({}),
});
type Remote = z.infer<typeof Remote>;

const GONE = [403, 404];

const missing = () => new DomainError('NOT_FOUND', 'There is no such conversation.');

/**
 * Keeps our row of a conversation that a neighbour owns. Who owns it, its title, settings and status are the
 * neighbour's; numbers and counts of messages are ours.
 */
const mirror = async (ctx: Context, remote: Remote): Promise<ConversationDoc> => {
  const now = ctx.now();
  const { conversation_id: _id } = remote;
  for (;;) {
    try {
      const doc = await conversations(ctx).findOneAndUpdate(
        { _id },
        {
          $set: { ...remote },
          $setOnInsert: { message_count: 0, last_sequence: 0, created_at: now, updated_at: now, last_activity_at: now },
        },
        { upsert: true, returnDocument: 'after' },
      );
      if (doc) return doc;
    } catch (error) {
      // two that met it for the first time at once
      if (!isDuplicateKey(error)) throw error;
    }
  }
};

/**
 * Our row of the conversation as the Conversation Service has it now; null when it says that there is none. Without such
 * a service: whatever we have.
 * @throws NeighbourError (UNAVAILABLE)
 */
export const findValidated = async (ctx: Context, conversationId: string): Promise<ConversationDoc | null> => {
  const { conversation } = ctx.neighbours;
  if (!conversation) return conversations(ctx).findOne({ _id: conversationId });
  const remote = await conversation.call({
    method: 'GET',
    path: ['conversations', conversationId],
    output: Remote.refine((found) => found.conversation_id === conversationId, 'another conversation'),
    none: GONE,
    repeatable: true,
  });
  return remote ? mirror(ctx, remote) : null;
};

type Change = Pick<Parameters<Neighbour['call']>[0], 'method' | 'path' | 'body' | 'repeatable'>;

/** Has the neighbour make a change for a user and keeps what it answers. @throws DomainError NOT_FOUND, UNAVAILABLE */
const change = async (ctx: Context, neighbour: Neighbour, userId: string, call: Change): Promise<ConversationDoc> => {
  const remote = await neighbour.call({ ...call, onBehalfOf: userId, output: Remote, none: GONE });
  if (!remote || remote.user_id !== userId) throw missing();
  return mirror(ctx, remote);
};

/** Has the Conversation Service create it; null where there is none, so that it is ours to create. */
export const createRemotely = async (
  ctx: Context,
  userId: string,
  input: CreateConversationInput,
): Promise<ConversationDoc | null> => {
  const { conversation } = ctx.neighbours;
  if (!conversation) return null;
  const body = { ...input, user_id: userId };
  return change(ctx, conversation, userId, { method: 'POST', path: ['conversations'], body, repeatable: false });
};

/** Likewise for a change of title, tags or settings, of what it says is the user's. Sent twice it changes nothing more. */
export const updateRemotely = async (
  ctx: Context,
  userId: string,
  { conversation_id, ...body }: UpdateConversationInput,
): Promise<ConversationDoc | null> => {
  const { conversation } = ctx.neighbours;
  if (!conversation) return null;
  const known = await findValidated(ctx, conversation_id);
  if (known?.user_id !== userId) throw missing();
  const path = ['conversations', conversation_id];
  return change(ctx, conversation, userId, { method: 'PATCH', path, body, repeatable: true });
};

/** Likewise for archiving and restoring. */
export const setStatusRemotely = async (
  ctx: Context,
  userId: string,
  conversationId: string,
  status: 'active' | 'archived',
): Promise<ConversationDoc | null> => {
  const { conversation } = ctx.neighbours;
  if (!conversation) return null;
  const path = ['conversations', conversationId];
  return change(
    ctx,
    conversation,
    userId,
    status === 'archived'
      ? { method: 'DELETE', path, repeatable: true }
      : { method: 'POST', path: [...path, 'restore'], repeatable: true },
  );
};
