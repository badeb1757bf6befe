import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import {
  type ArchiveMessageInput,
  isTerminal,
  type MessageView,
  ProcessingStatus,
} from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { changeMessage } from './change-message.ts';
import { forgetConversationStats } from './conversation-stats.ts';
import { toMessageView } from './get-message.ts';
import { getChangeableMessage, getStoredMessage } from './may-change.ts';
import type { MessageDoc } from './messages.ts';

const DAY_MS = 86_400_000;
const TERMINAL = ProcessingStatus.options.filter(isTerminal);

/** When an archived message is removed for good: never, after the setting's days, or after twice as many. */
export const purgeAt = (
  ctx: Pick<CoreContext, 'settings' | 'now'>,
  policy: MessageDoc['retention_policy'],
): Date | null => {
  if (policy === 'permanent') return null;
  const days = ctx.settings.ARCHIVED_MESSAGE_RETENTION_DAYS * (policy === 'extended' ? 2 : 1);
  return new Date(ctx.now().getTime() + days * DAY_MS);
};

/**
 * Takes a message out of sight; it is removed when its retention is over, and can be restored until then. Archiving it
 * again changes nothing, its date of removal included.
 * @throws DomainError NOT_FOUND, CONFLICT while it is queued or processed, or when it is deleted
 */
export const archiveMessage = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id, reason }: ArchiveMessageInput,
): Promise<MessageView> => {
  const found = await getChangeableMessage(ctx, identity, message_id, { action: 'messages.archive', reason });
  if (found.status === 'archived') return toMessageView(identity, found);
  if (found.status === 'deleted') throw new DomainError('CONFLICT', 'The message is deleted.');
  const purge_at = purgeAt(ctx, found.retention_policy);
  const archived = await changeMessage(ctx, message_id, {
    event: 'message.archived',
    actor: identity.user_id,
    where: { status: found.status, processing_status: { $in: TERMINAL } },
    set: { status: 'archived', archived_from: found.status, ...(purge_at ? { purge_at } : {}) },
  });
  await forgetConversationStats(ctx, found.conversation_id);
  const doc = archived ?? (await getStoredMessage(ctx, message_id));
  if (doc.status === 'archived') return toMessageView(identity, doc);
  throw new DomainError('CONFLICT', 'The message is being processed. Wait for its end, or cancel it first.');
};
