import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import {
  type CustomMetadata,
  isMetadataSmall,
  METADATA_TOO_LARGE,
  type MessageView,
  type PatchMetadataInput,
} from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { changeMessage } from './change-message.ts';
import { toMessageView } from './get-message.ts';
import { getOwnedMessage } from './may-change.ts';

const merge = (stored: CustomMetadata, patch: CustomMetadata): CustomMetadata =>
  Object.fromEntries(Object.entries({ ...stored, ...patch }).filter(([key]) => patch[key] !== null));

/**
 * Changes the keys of `custom_metadata` that are given: each replaces its old value as a whole, `null` removes it, all
 * others stay. Two changes at once are both kept, unless they give the same key.
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED when the result takes more than 16 KiB, CONFLICT when the
 *   message is deleted
 */
export const patchMetadata = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id, custom_metadata }: PatchMetadataInput,
): Promise<MessageView> => {
  for (;;) {
    const doc = await getOwnedMessage(ctx, identity, message_id);
    if (doc.status === 'deleted') throw new DomainError('CONFLICT', 'The message is deleted.');
    const merged = merge(doc.custom_metadata ?? {}, custom_metadata);
    if (!isMetadataSmall(merged)) {
      throw new DomainError('VALIDATION_FAILED', 'The metadata would be too large.', {
        errors: [{ path: 'custom_metadata', message: METADATA_TOO_LARGE }],
      });
    }
    const revision = doc.metadata_revision ?? 0;
    const changed = await changeMessage(ctx, message_id, {
      event: 'message.metadata_changed',
      actor: identity.user_id,
      where: { metadata_revision: revision === 0 ? { $exists: false } : revision },
      set: { custom_metadata: merged, metadata_revision: revision + 1 },
    });
    if (changed) return toMessageView(identity, changed);
  }
};
