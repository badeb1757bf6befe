import { canReadAll, type Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { MessageView } from '@message-service/shared/messages';
import { type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { type MessageDoc, messages } from './messages.ts';
import { visibleContent } from './visible-content.ts';

const withoutWorker = ({
  worker_id,
  processing_node,
  ...visible
}: NonNullable<MessageDoc['processing_metadata']>): MessageDoc['processing_metadata'] => visible;

/** The message as its reader may see it: users see neither addresses and headers, nor safety internals, nor workers. */
export const toMessageView = (identity: Identity, doc: MessageDoc): MessageView => {
  const {
    _id,
    processing_epoch,
    request_hash,
    processing_retries,
    processing_priority,
    archived_from,
    metadata_revision,
    case_pending_since,
    outbox,
    outbox_since,
    events_published,
    moderation_version,
    moderation_archived,
    withheld_with,
    ...message
  } = doc;
  if (canReadAll(identity)) return message;
  const { safety_metadata, client_metadata, processing_metadata, ...visible } = message;
  const { ip_address, request_headers, ...client } = client_metadata ?? {};
  return {
    ...visible,
    content: visibleContent(doc),
    ...(client_metadata ? { client_metadata: client } : {}),
    ...(processing_metadata ? { processing_metadata: withoutWorker(processing_metadata) } : {}),
  };
};

/**
 * The stored message when the caller may read it: the owner, and, audited, the roles that may read all.
 * @throws DomainError NOT_FOUND when it is missing or somebody else's, without a difference
 */
export const getReadableMessage = async (
  ctx: CoreContext,
  identity: Identity,
  messageId: string,
  action: AuditInput['action'] = 'messages.get',
): Promise<MessageDoc> => {
  const doc = await messages(ctx).findOne({ _id: messageId });
  const own = doc?.user_id === identity.user_id;
  if (!doc || !(own || canReadAll(identity))) throw new DomainError('NOT_FOUND', 'There is no such message.');
  if (!own) {
    await recordAudit(ctx, { actor: identity, action, target: { type: 'message', id: messageId } });
  }
  return doc;
};

/** One message with its progress; `reply_message_id` once there is a reply. @throws DomainError NOT_FOUND */
export const getMessage = async (ctx: CoreContext, identity: Identity, messageId: string): Promise<MessageView> =>
  toMessageView(identity, await getReadableMessage(ctx, identity, messageId));
