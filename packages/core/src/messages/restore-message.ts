import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { MessageView, RestoreMessageInput } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { changeMessage } from './change-message.ts';
import { forgetConversationStats } from './conversation-stats.ts';
import { toMessageView } from './get-message.ts';
import { getChangeableMessage, getStoredMessage } from './may-change.ts';

/**
 * Brings an archived message back to what it was, active or flagged; one that is not archived stays as it is.
 * @throws DomainError NOT_FOUND, CONFLICT when it is deleted
 */
export const restoreMessage = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id, reason }: RestoreMessageInput,
): Promise<MessageView> => {
  const doc = await getChangeableMessage(ctx, identity, message_id, { action: 'messages.restore', reason });
  if (doc.status === 'deleted') throw new DomainError('CONFLICT', 'The message is deleted.');
  if (doc.status !== 'archived') return toMessageView(identity, doc);
  const restored = await changeMessage(ctx, message_id, {
    event: 'message.restored',
    actor: identity.user_id,
    where: { status: 'archived' },
    set: { status: doc.archived_from ?? 'active' },
    unset: ['archived_from', 'purge_at'],
  });
  await forgetConversationStats(ctx, doc.conversation_id);
  return toMessageView(identity, restored ?? (await getStoredMessage(ctx, message_id)));
};
