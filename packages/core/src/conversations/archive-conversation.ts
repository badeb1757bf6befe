import { canChangeOthers, type Identity } from '@message-service/shared/auth';
import type { ArchiveConversationInput, Conversation } from '@message-service/shared/conversations';
import { DomainError } from '@message-service/shared/errors';
import { type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { announceActivity } from './activity.ts';
import { type ConversationDoc, conversations } from './conversations.ts';
import { findConversation, toConversation } from './get-conversation.ts';
import { findValidated, setStatusRemotely } from './neighbour.ts';

const missing = () => new DomainError('NOT_FOUND', 'There is no such conversation.');

/** The conversation, when the caller may archive and restore it: its owner, and, audited, moderators and admins. */
const getChangeable = async (
  ctx: CoreContext,
  identity: Identity,
  { conversation_id, reason }: ArchiveConversationInput,
  { action, status }: { action: AuditInput['action']; status: ConversationDoc['status'] },
): Promise<ConversationDoc> => {
  const doc = await findValidated(ctx, conversation_id);
  if (!doc || (doc.user_id !== identity.user_id && !canChangeOthers(identity))) throw missing();
  if (doc.user_id !== identity.user_id) {
    const target = { type: 'conversation', id: conversation_id };
    const details = { owner: doc.user_id, reason: reason ?? null };
    const [before, after] = [{ status: doc.status }, { status }];
    await recordAudit(ctx, { actor: identity, action, target, details, before, after });
  }
  return doc;
};

const setStatus = async (ctx: CoreContext, doc: ConversationDoc, status: ConversationDoc['status']) => {
  const remote = await setStatusRemotely(ctx, doc.user_id, doc._id, status);
  if (remote) return toConversation(remote);
  const now = ctx.now();
  const changed = await conversations(ctx).findOneAndUpdate(
    { _id: doc._id, status: { $ne: status } },
    {
      $set: { status, ...(status === 'archived' ? { archived_at: now } : {}) },
      ...(status === 'active' ? { $unset: { archived_at: '' } } : {}),
      $max: { updated_at: now },
    },
    { returnDocument: 'after' },
  );
  if (changed) announceActivity(ctx, changed);
  const current = changed ?? (await findConversation(ctx, doc._id));
  if (!current) throw missing();
  return toConversation(current);
};

/**
 * Takes a conversation out of the list and has it refuse further messages; those under way are still answered. Its
 * messages stay as they are. Archiving it again changes nothing, the time included.
 * @throws DomainError NOT_FOUND, UNAVAILABLE
 */
export const archiveConversation = async (
  ctx: CoreContext,
  identity: Identity,
  input: ArchiveConversationInput,
): Promise<Conversation> =>
  setStatus(
    ctx,
    await getChangeable(ctx, identity, input, { action: 'conversations.archive', status: 'archived' }),
    'archived',
  );

/** Brings an archived conversation back; one that is not archived stays as it is. @throws DomainError NOT_FOUND, UNAVAILABLE */
export const restoreConversation = async (
  ctx: CoreContext,
  identity: Identity,
  input: ArchiveConversationInput,
): Promise<Conversation> =>
  setStatus(
    ctx,
    await getChangeable(ctx, identity, input, { action: 'conversations.restore', status: 'active' }),
    'active',
  );
