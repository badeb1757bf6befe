import { canReadAll, type Identity } from '@message-service/shared/auth';
import {
  type ConversationPage,
  ConversationStatus,
  ConversationSummary,
  type ConversationSummaryPage,
  type ListConversationsInput,
  type ListConversationsQuery,
  MAX_OFFSET,
} from '@message-service/shared/conversations';
import { DomainError } from '@message-service/shared/errors';
import type { Filter } from 'mongodb';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type ConversationDoc, conversations } from './conversations.ts';
import { toConversation } from './get-conversation.ts';
import { titlePattern } from './title-pattern.ts';

type Context = Pick<CoreContext, 'db' | 'settings' | 'now'>;

const CURSOR = /^(\d{1,15})\.(conv_[A-Za-z0-9]{9,64})$/;

const encode = (doc: ConversationDoc) => encodeCursor(`${doc.last_activity_at.getTime()}.${doc._id}`);

const decode = (cursor: string): Filter<ConversationDoc> => {
  const [time, id = ''] = decodeCursor(cursor, CURSOR);
  const at = new Date(Number(time));
  return { $or: [{ last_activity_at: { $lt: at } }, { last_activity_at: at, _id: { $lt: id } }] };
};

const refuse = (path: string, message: string) => {
  throw new DomainError('VALIDATION_FAILED', 'The list cannot be made like this.', { errors: [{ path, message }] });
};

/** Filters that no index serves are for one user's conversations, so that no list reads everybody's. */
const ofOneUser = ['tag', 'character_id', 'q'] as const;

const assertAllowed = (identity: Identity, input: ListConversationsInput): void => {
  if (input.scope === 'all' && !canReadAll(identity)) {
    throw new DomainError('FORBIDDEN', "Your role may not list other users' conversations.");
  }
  if (input.cursor !== undefined && input.offset !== undefined) refuse('offset', 'not together with a cursor');
  if (input.scope === 'own' && input.user_id !== undefined) refuse('user_id', 'only with scope=all');
  const unbounded = ofOneUser.find((name) => input[name] !== undefined);
  if (input.scope === 'all' && input.user_id === undefined && unbounded) refuse(unbounded, 'needs user_id here');
};

const toFilter = (identity: Identity, input: ListConversationsInput): Filter<ConversationDoc> => {
  const { status, tag, character_id, q, active_from, active_before, scope } = input;
  const userId = scope === 'own' ? identity.user_id : input.user_id;
  const period = { ...(active_from ? { $gte: active_from } : {}), ...(active_before ? { $lt: active_before } : {}) };
  return {
    ...(userId === undefined ? {} : { user_id: userId, status: { $in: ConversationStatus.options } }),
    ...(status ? { status } : {}),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(character_id === undefined ? {} : { character_id }),
    ...(q === undefined ? {} : { title: { $regex: titlePattern(q) } }),
    ...(Object.keys(period).length > 0 ? { last_activity_at: period } : {}),
  };
};

const findPage = async (ctx: Context, identity: Identity, input: ListConversationsInput) => {
  assertAllowed(identity, input);
  const { limit, cursor, offset, scope, user_id } = input;
  const after = cursor === undefined ? {} : decode(cursor);
  const filter = toFilter(identity, input);
  if (scope === 'all') {
    const target = { type: 'conversation', id: '*' };
    const details = { owner: user_id ?? null };
    await recordAudit(ctx, { actor: identity, action: 'conversations.list', target, details });
  }
  const rows = conversations(ctx)
    .find({ $and: [filter, after] })
    .sort({ last_activity_at: -1, _id: -1 })
    .skip(offset ?? 0)
    .limit(limit + 1);
  const [found, total] = await Promise.all([
    rows.toArray(),
    offset === undefined ? undefined : conversations(ctx).countDocuments(filter, { limit: MAX_OFFSET }),
  ]);
  const docs = found.slice(0, limit);
  const last = docs.at(-1);
  return {
    docs,
    next_cursor: found.length > limit && last ? encode(last) : null,
    ...(total === undefined ? {} : { total }),
  };
};

/**
 * A page of conversations, most recently active first. Everybody's are audited. With a Conversation Service beside us the
 * list holds the conversations that this service has met.
 * @throws DomainError FORBIDDEN when a plain user asks for everybody's, VALIDATION_FAILED for a cursor that is not ours
 *   or filters that do not go together
 */
export const listConversations = async (
  ctx: Context,
  identity: Identity,
  input: ListConversationsInput,
): Promise<ConversationPage> => {
  const { docs, ...page } = await findPage(ctx, identity, input);
  return { items: docs.map(toConversation), ...page };
};

/** The same page with only what a list shows. @throws as `listConversations` */
export const listConversationSummaries = async (
  ctx: Context,
  identity: Identity,
  input: ListConversationsInput,
): Promise<ConversationSummaryPage> => {
  const { docs, ...page } = await findPage(ctx, identity, input);
  return { items: docs.map((doc) => ConversationSummary.parse(doc)), ...page };
};

/** Either, as the query says. @throws as `listConversations` */
export const queryConversations = (
  ctx: Context,
  identity: Identity,
  { view, ...input }: ListConversationsQuery,
): Promise<ConversationPage | ConversationSummaryPage> =>
  view === 'short' ? listConversationSummaries(ctx, identity, input) : listConversations(ctx, identity, input);
