import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from '@message-service/shared/auth';
import { DomainError, type ErrorCode } from '@message-service/shared/errors';
import { newId } from '@message-service/shared/ids';
import {
  type ClientMetadata,
  processMessage,
  type SendMessageInput,
  type SendMessageResult,
} from '@message-service/shared/messages';
import type { SafetyVerdict } from '@message-service/shared/safety';
import { countCodePoints } from '@message-service/shared/text';
import type { CoreContext } from '../context.ts';
import { announceActivity, releaseReplySlot, releaseReservation, reserveMessage } from '../conversations/index.ts';
import { type LimitState, releaseMessageSlot, takeMessageSlot } from '../limits/index.ts';
import { insertTogether, isDuplicateKey, isRefusedWrite } from '../mongo/index.ts';
import { enqueue } from '../queues/index.ts';
import { acceptOnce } from './accept-once.ts';
import { withAcceptedEvent } from './accepted-event.ts';
import { hashContent } from './describe-content.ts';
import { findDuplicateContent } from './find-duplicate-content.ts';
import { hashRequest } from './hash-request.ts';
import { isBlocked, judgedContent } from './judged-content.ts';
import { checkLlmSettings } from './merge-llm-settings.ts';
import { findByClientMessageId, type MessageDoc, messages } from './messages.ts';
import { checkPriority, priorityOf } from './priority.ts';
import { noteSent, type RecentlySent, readSent } from './recently-sent.ts';
import { refuseWhenOverloaded } from './refuse-when-overloaded.ts';

const LOOKS_FOR_TWIN = 5;
const TWIN_WAIT_MS = 50;
/** What is said about a message that is stored already. */
const REFUSED_BY_TWIN: readonly ErrorCode[] = ['CONTENT_BLOCKED'];

/** What the door knows of the request beyond its body. */
export type RequestFacts = {
  received_at: Date;
  user_agent?: string;
  ip_address?: string;
  /** Told how much of the user's limits is left. */
  onLimit?: (state: LimitState) => void;
};

const toResult = (doc: MessageDoc): SendMessageResult => ({
  message_id: doc.message_id,
  conversation_id: doc.conversation_id,
  sequence_number: doc.sequence_number,
  processing_status: doc.processing_status,
  status_url: `/messages/${doc.message_id}`,
  warnings: [],
});

/** The answer to a message that is stored: what became of it, or that it was blocked, each time it is sent. */
const answerFor = (doc: MessageDoc): SendMessageResult => {
  if (!isBlocked(doc)) return toResult(doc);
  throw new DomainError('CONTENT_BLOCKED', 'The content was blocked. A moderator will look at it.', {
    extra: { message_id: doc.message_id },
  });
};

/** Rows from before the hash was kept are told by their text. */
const isSameRequest = (doc: MessageDoc, input: SendMessageInput) =>
  doc.request_hash === undefined
    ? doc.content.content_hash === hashContent(input.content.text)
    : doc.request_hash === hashRequest(input);

const findEarlier = async (
  ctx: CoreContext,
  identity: Identity,
  input: SendMessageInput,
): Promise<SendMessageResult | null> => {
  const clientMessageId = input.client_metadata?.client_msg_id;
  if (clientMessageId === undefined) return null;
  const earlier = await findByClientMessageId(ctx, {
    conversation_id: input.conversation_id,
    user_id: identity.user_id,
    client_msg_id: clientMessageId,
  });
  if (!earlier) return null;
  if (isSameRequest(earlier, input)) return answerFor(earlier);
  throw new DomainError('CONFLICT', 'This client_msg_id was already used for another message.');
};

const buildDocument = (
  identity: Identity,
  input: SendMessageInput,
  facts: RequestFacts,
  id: string,
  conversation: Awaited<ReturnType<typeof reserveMessage>>,
  verdict: SafetyVerdict,
): MessageDoc => {
  const createdAt = conversation.last_activity_at;
  const blocked = verdict.decision === 'blocked';
  const client: ClientMetadata = {
    ...input.client_metadata,
    user_agent: facts.user_agent,
    ip_address: facts.ip_address,
  };
  return {
    _id: id,
    message_id: id,
    conversation_id: conversation.conversation_id,
    user_id: identity.user_id,
    character_id: conversation.character_id,
    role: 'user',
    message_type: 'standard',
    status: blocked ? 'flagged' : 'active',
    processing_status: blocked ? 'cancelled' : 'queued',
    ...judgedContent(input.content.text, verdict, createdAt),
    sequence_number: conversation.last_sequence,
    processing_epoch: 0,
    request_hash: hashRequest(input),
    processing_priority: input.priority === 'normal' ? undefined : input.priority,
    llm_settings: input.llm,
    timestamps: {
      created_at: createdAt,
      received_at: facts.received_at,
      ...(blocked ? { completed_at: createdAt } : { queued_at: createdAt }),
      last_modified_at: createdAt,
    },
    client_metadata: client,
    custom_metadata: input.custom_metadata,
    version: 1,
    partition_key: conversation.conversation_id,
    data_classification: 'standard',
    retention_policy: 'standard',
  };
};

/**
 * Reserves a number and slots. The same message sent many times at once holds more slots than it will need until all
 * but one have given theirs back; so one that finds the conversation full looks again for its twin before it says so.
 */
const reserveOrFindEarlier = async (ctx: CoreContext, identity: Identity, input: SendMessageInput) => {
  for (let looks = 0; ; looks++) {
    try {
      return await reserveMessage(ctx, input.conversation_id, identity.user_id);
    } catch (error) {
      const full = error instanceof DomainError && error.code === 'CONVERSATION_FULL';
      if (!full || input.client_metadata?.client_msg_id === undefined || looks === LOOKS_FOR_TWIN) throw error;
      await sleep(TWIN_WAIT_MS);
      const earlier = await findEarlier(ctx, identity, input);
      if (earlier) return earlier;
    }
  }
};

const storeMessage = async (
  ctx: CoreContext,
  identity: Identity,
  input: SendMessageInput,
  facts: RequestFacts,
  messageId: string,
  verdict: SafetyVerdict,
  sent: RecentlySent,
): Promise<SendMessageResult> => {
  const warnings = sent.text ? await findDuplicateContent(ctx, identity, input) : [];
  const reservation = await reserveOrFindEarlier(ctx, identity, input);
  if ('message_id' in reservation) return reservation;
  const doc = buildDocument(identity, input, facts, messageId, reservation, verdict);
  try {
    await insertTogether(ctx.db, messages.definition.name, withAcceptedEvent(doc, identity.user_id));
  } catch (error) {
    if (!isRefusedWrite(error)) throw error;
    await releaseReservation(ctx, input.conversation_id);
    if (!isDuplicateKey(error)) throw error;
    const winner = await findEarlier(ctx, identity, input);
    if (!winner) throw error;
    return winner;
  }
  noteSent(ctx, identity, input);
  ctx.metrics.messagesCreated.inc();
  announceActivity(ctx, doc);
  if (isBlocked(doc)) {
    await releaseReplySlot(ctx, doc.conversation_id);
    return answerFor(doc);
  }
  await enqueue(ctx, processMessage, { message_id: doc.message_id }, priorityOf(doc));
  return { ...toResult(doc), warnings };
};

const acceptNew = async (
  ctx: CoreContext,
  identity: Identity,
  input: SendMessageInput,
  facts: RequestFacts,
): Promise<SendMessageResult> => {
  refuseWhenOverloaded(ctx);
  const sent = await readSent(ctx, identity, input);
  const known = sent.key ? await findEarlier(ctx, identity, input) : null;
  if (known) return known;
  const messageId = newId('msg', facts.received_at.getTime());
  const limit = await takeMessageSlot(ctx, identity.user_id, messageId);
  facts.onLimit?.(limit);
  try {
    const verdict = await ctx.safety.check(input.content.text);
    const stored = await storeMessage(ctx, identity, input, facts, messageId, verdict, sent);
    if (stored.message_id !== messageId) await releaseMessageSlot(ctx, identity.user_id, messageId);
    return stored;
  } catch (error) {
    await releaseMessageSlot(ctx, identity.user_id, messageId);
    throw error;
  }
};

/**
 * A repetition is answered whatever is full, archived or away, and as long as it is noted before it costs the user a
 * place, a number or a part of the limits; so is one that comes while its twin is on the way.
 */
const acceptMessage = async (
  ctx: CoreContext,
  identity: Identity,
  input: SendMessageInput,
  facts: RequestFacts,
): Promise<SendMessageResult> => {
  try {
    return await acceptNew(ctx, identity, input, facts);
  } catch (error) {
    if (!(error instanceof DomainError) || REFUSED_BY_TWIN.includes(error.code)) throw error;
    const earlier = await findEarlier(ctx, identity, input);
    if (!earlier) throw error;
    return earlier;
  }
};

/**
 * Accepts a message: makes it durable, then enqueues it. The answer holds whatever dies next: the row is the truth, and
 * the sweeper delivers what the queue did not get. The same `client_msg_id` gives the same message.
 * @throws DomainError NOT_FOUND, CONFLICT (archived, or the key was used for another text), CONVERSATION_FULL,
 *   CONTENT_BLOCKED (stored, but kept back), VALIDATION_FAILED (text over the deployment's limit, settings that the
 *   model refuses, or a provider that is not configured), FORBIDDEN (priority), RATE_LIMITED, UNAVAILABLE (overload)
 */
export const sendMessage = async (
  ctx: CoreContext,
  identity: Identity,
  input: SendMessageInput,
  facts: RequestFacts,
): Promise<SendMessageResult> => {
  if (countCodePoints(input.content.text) > ctx.settings.MAX_MESSAGE_LENGTH) {
    const message = `at most ${ctx.settings.MAX_MESSAGE_LENGTH} characters`;
    throw new DomainError('VALIDATION_FAILED', 'The text is too long.', {
      errors: [{ path: 'content.text', message }],
    });
  }
  checkPriority(identity, input.priority);
  if (input.llm) await checkLlmSettings(ctx, identity, input.conversation_id, input.llm);
  return acceptOnce(identity, input, () => acceptMessage(ctx, identity, input, facts));
};
