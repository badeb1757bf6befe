import type { Identity } from '@message-service/shared/auth';
import type { ListMessagesInput, MessagePage } from '@message-service/shared/messages';
import type { Filter } from 'mongodb';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getConversation } from '../conversations/index.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { toMessageView } from './get-message.ts';
import { findRange, type MessageDoc } from './messages.ts';

const CURSOR = /^s([1-9]\d{0,8})$/;

const decode = (cursor: string): number => Number(decodeCursor(cursor, CURSOR)[0]);
const encode = (sequenceNumber: number) => encodeCursor(`s${sequenceNumber}`);

type Scan = {
  conversation_id: string;
  direction: 'asc' | 'desc';
  /** First number of the page, and the last one there is. */
  start: number;
  highest: number;
  want: number;
};

/**
 * Reads up to `want` matching messages in ranges of sequence numbers that double while a filter leaves them short, so
 * that a page costs the same at any depth on every engine.
 */
const scan = async (ctx: CoreContext, at: Scan, filter: Filter<MessageDoc>): Promise<MessageDoc[]> => {
  const { conversation_id, direction, highest, want } = at;
  const found: MessageDoc[] = [];
  let edge = at.start;
  for (let span = want; found.length < want && edge >= 1 && edge <= highest; span *= 2) {
    const [from, to] = direction === 'desc' ? [Math.max(1, edge - span + 1), edge] : [edge, edge + span - 1];
    found.push(...(await findRange(ctx, { conversation_id, from, to, limit: want - found.length, direction }, filter)));
    edge = direction === 'desc' ? from - 1 : to + 1;
  }
  return found;
};

/**
 * A page of a conversation by sequence number, newest first unless asked. Others' conversations are audited.
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED for a cursor that is not ours
 */
export const listMessages = async (
  ctx: CoreContext,
  identity: Identity,
  input: ListMessagesInput,
): Promise<MessagePage> => {
  const { conversation_id, limit, cursor, direction, role, status } = input;
  const after = cursor === undefined ? undefined : decode(cursor);
  const conversation = await getConversation(ctx, identity, conversation_id);
  if (conversation.user_id !== identity.user_id) {
    const target = { type: 'conversation', id: conversation_id };
    await recordAudit(ctx, { actor: identity, action: 'messages.list', target });
  }
  const highest = conversation.last_sequence;
  const start = direction === 'desc' ? (after ?? highest + 1) - 1 : (after ?? 0) + 1;
  const filter: Filter<MessageDoc> = {
    ...(role ? { role } : {}),
    status: status ?? { $in: ['active', 'flagged'] },
  };
  const found = await scan(ctx, { conversation_id, direction, start, highest, want: limit + 1 }, filter);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((doc) => toMessageView(identity, doc)),
    next_cursor: found.length > limit && last ? encode(last.sequence_number) : null,
  };
};
