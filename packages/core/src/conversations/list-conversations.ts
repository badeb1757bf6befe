import { canReadAll, type Identity } from '@message-service/shared/auth';
import type { ConversationPage, ListConversationsInput } from '@message-service/shared/conversations';
import { DomainError } from '@message-service/shared/errors';
import type { Filter } from 'mongodb';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type ConversationDoc, conversations } from './conversations.ts';
import { toConversation } from './get-conversation.ts';

const CURSOR = /^(\d{1,15})\.(conv_[A-Za-z0-9]{9,64})$/;

const encode = (doc: ConversationDoc) => encodeCursor(`${doc.last_activity_at.getTime()}.${doc._id}`);

const decode = (cursor: string): Filter<ConversationDoc> => {
  const [time, id = ''] = decodeCursor(cursor, CURSOR);
  const at = new Date(Number(time));
  return { $or: [{ last_activity_at: { $lt: at } }, { last_activity_at: at, _id: { $lt: id } }] };
};

/**
 * A page of conversations, most recently active first. Everybody's are audited.
 * @throws DomainError FORBIDDEN when a plain user asks for everybody's, VALIDATION_FAILED for a cursor that is not ours
 */
export const listConversations = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Identity,
  { status, limit, cursor, scope }: ListConversationsInput,
): Promise<ConversationPage> => {
  if (scope === 'all' && !canReadAll(identity)) {
    throw new DomainError('FORBIDDEN', "Your role may not list other users' conversations.");
  }
  const after = cursor === undefined ? {} : decode(cursor);
  if (scope === 'all') {
    const target = { type: 'conversation', id: '*' };
    await recordAudit(ctx, { actor: identity, action: 'conversations.list', target });
  }
  const filter: Filter<ConversationDoc> = {
    ...(scope === 'own' ? { user_id: identity.user_id } : {}),
    ...(status ? { status } : {}),
    ...after,
  };
  const found = await conversations(ctx)
    .find(filter)
    .sort({ last_activity_at: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(toConversation), next_cursor: found.length > limit && last ? encode(last) : null };
};
