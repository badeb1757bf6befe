import { z } from 'zod';
import { MessageId } from '../ids.ts';
import { PlainText } from '../plain-text.ts';
import { CustomMetadata } from './custom-metadata.ts';

/** Why somebody acts on a message that is not theirs; kept in the audit log. */
export const Reason = PlainText.trim().min(1).max(500);
export type Reason = z.infer<typeof Reason>;

const OnMessage = z.strictObject({ message_id: MessageId, reason: Reason.optional() });

export const ArchiveMessageInput = OnMessage;
export type ArchiveMessageInput = z.infer<typeof ArchiveMessageInput>;

export const RestoreMessageInput = OnMessage;
export type RestoreMessageInput = z.infer<typeof RestoreMessageInput>;

export const CancelMessageInput = OnMessage;
export type CancelMessageInput = z.infer<typeof CancelMessageInput>;

/** Merged into what is stored: a key that is given replaces its old value as a whole, `null` removes it, others stay. */
export const PatchMetadataInput = z.strictObject({ message_id: MessageId, custom_metadata: CustomMetadata });
export type PatchMetadataInput = z.infer<typeof PatchMetadataInput>;
