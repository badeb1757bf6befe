import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { newId } from '@message-service/shared/ids';
import type { AddSystemMessageInput, MessageView } from '@message-service/shared/messages';
import type { SafetyVerdict } from '@message-service/shared/safety';
import { countCodePoints } from '@message-service/shared/text';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import {
  announceActivity,
  type ConversationDoc,
  findValidated,
  releaseReplySlot,
  releaseReservation,
  reserveMessage,
} from '../conversations/index.ts';
import { isDuplicateKey, isRefusedWrite } from '../mongo/index.ts';
import { withAcceptedEvent } from './accepted-event.ts';
import { hashContent } from './describe-content.ts';
import { toMessageView } from './get-message.ts';
import { judgedContent } from './judged-content.ts';
import { findByClientMessageId, type MessageDoc, messages } from './messages.ts';

/** Its keys are the owner's: one that the owner has used for a message is taken. */
const findEarlier = async (
  ctx: CoreContext,
  { user_id }: ConversationDoc,
  { conversation_id, client_msg_id, content }: AddSystemMessageInput,
): Promise<MessageDoc | null> => {
  if (client_msg_id === undefined) return null;
  const earlier = await findByClientMessageId(ctx, { conversation_id, user_id, client_msg_id });
  if (!earlier) return null;
  if (earlier.role === 'system' && earlier.content.content_hash === hashContent(content.text)) return earlier;
  throw new DomainError('CONFLICT', 'This client_msg_id was already used for another message.');
};

const buildDocument = (
  conversation: ConversationDoc,
  { content, client_msg_id }: AddSystemMessageInput,
  verdict: SafetyVerdict,
  now: Date,
): MessageDoc => {
  const id = newId('msg', now.getTime());
  const createdAt = conversation.last_activity_at;
  // no case: it would count against the owner, who has not written it
  const { case_pending_since: _, ...judged } = judgedContent(content.text, verdict, createdAt);
  return {
    _id: id,
    message_id: id,
    conversation_id: conversation.conversation_id,
    user_id: conversation.user_id,
    character_id: conversation.character_id,
    role: 'system',
    message_type: 'system',
    status: 'active',
    processing_status: 'completed',
    ...judged,
    sequence_number: conversation.last_sequence,
    processing_epoch: 0,
    timestamps: { created_at: createdAt, received_at: now, completed_at: createdAt, last_modified_at: createdAt },
    ...(client_msg_id === undefined ? {} : { client_metadata: { client_msg_id } }),
    version: 1,
    partition_key: conversation.conversation_id,
    data_classification: 'standard',
    retention_policy: 'standard',
  };
};

const store = async (ctx: CoreContext, identity: Identity, doc: MessageDoc): Promise<boolean> => {
  try {
    await messages(ctx).insertOne(withAcceptedEvent(doc, identity.user_id));
  } catch (error) {
    if (isRefusedWrite(error)) await releaseReservation(ctx, doc.conversation_id);
    if (isDuplicateKey(error)) return false;
    throw error;
  }
  await releaseReplySlot(ctx, doc.conversation_id);
  return true;
};

/**
 * Puts a system message into somebody's conversation, audited; whether the caller may is decided at the door. It has a
 * number of its own and no reply; while it is within the window the model reads it behind the character's prompt. It is
 * judged as every text is, and refused where that blocks it. The same `client_msg_id` gives the same message.
 * @throws DomainError NOT_FOUND, CONFLICT (archived, or the key was used for another text), CONVERSATION_FULL,
 *   CONTENT_BLOCKED (not stored), VALIDATION_FAILED (text over the deployment's limit), UNAVAILABLE
 */
export const addSystemMessage = async (
  ctx: CoreContext,
  identity: Identity,
  input: AddSystemMessageInput,
): Promise<MessageView> => {
  if (countCodePoints(input.content.text) > ctx.settings.MAX_MESSAGE_LENGTH) {
    const message = `at most ${ctx.settings.MAX_MESSAGE_LENGTH} characters`;
    throw new DomainError('VALIDATION_FAILED', 'The text is too long.', {
      errors: [{ path: 'content.text', message }],
    });
  }
  const conversation = await findValidated(ctx, input.conversation_id);
  if (!conversation) throw new DomainError('NOT_FOUND', 'There is no such conversation.');
  const { conversation_id: id, user_id: owner } = conversation;
  const target = { type: 'conversation', id };
  await recordAudit(ctx, { actor: identity, action: 'messages.addSystem', target, details: { owner } });
  const known = await findEarlier(ctx, conversation, input);
  if (known) return toMessageView(identity, known);
  const verdict = await ctx.safety.check(input.content.text);
  if (verdict.decision === 'blocked')
    throw new DomainError('CONTENT_BLOCKED', 'The text was blocked; it is not stored.');
  const doc = buildDocument(await reserveMessage(ctx, id, owner), input, verdict, ctx.now());
  if (!(await store(ctx, identity, doc))) {
    const winner = await findEarlier(ctx, conversation, input);
    if (!winner) throw new DomainError('CONFLICT', 'The message could not be stored. Send it again.');
    return toMessageView(identity, winner);
  }
  ctx.metrics.messagesCreated.inc();
  announceActivity(ctx, doc);
  return toMessageView(identity, doc);
};
