import type { CoreContext } from '@message-service/core/context';
import { conversations } from '@message-service/core/conversations';
import { describeContent, type MessageDoc, messages } from '@message-service/core/messages';
import { newId } from '@message-service/shared/ids';

const CHARACTER = 'char_luna00001';
const BATCH = 1_000;
const TEXT = 'tell me again how the lights of the harbour looked when you came in from the sea that night.';

export type Owner = { user_id: string; conversation_id: string };

/** The document of a message as accepting it makes it: `queued` when it has no reply yet, else one that is answered. */
const buildMessage = (owner: Owner, sequence_number: number, processing_status: 'queued' | 'completed'): MessageDoc => {
  const now = new Date();
  const _id = newId('msg', now.getTime());
  const isReply = processing_status === 'completed' && sequence_number % 2 === 0;
  return {
    _id,
    message_id: _id,
    ...owner,
    character_id: CHARACTER,
    content: describeContent(`Message ${sequence_number}: ${TEXT}`),
    role: isReply ? 'assistant' : 'user',
    message_type: 'standard',
    status: 'active',
    processing_status,
    sequence_number,
    processing_epoch: 0,
    timestamps: { created_at: now, received_at: now, queued_at: now, last_modified_at: now },
    version: 1,
    partition_key: owner.conversation_id,
    data_classification: 'standard',
    retention_policy: 'standard',
  };
};

/**
 * Stores a conversation with this many messages, as if they had come in one by one; gives their ids. Each `queued` one
 * has the place of its reply reserved.
 */
export const storeConversation = async (
  ctx: CoreContext,
  owner: Owner,
  count: number,
  status: 'queued' | 'completed',
): Promise<string[]> => {
  const now = new Date();
  await conversations(ctx).insertOne({
    _id: owner.conversation_id,
    ...owner,
    character_id: CHARACTER,
    title: 'bench',
    tags: [],
    status: 'active',
    settings: {},
    message_count: status === 'queued' ? 2 * count : count,
    last_sequence: count,
    created_at: now,
    updated_at: now,
    last_activity_at: now,
  });
  const docs = Array.from({ length: count }, (_, i) => buildMessage(owner, i + 1, status));
  for (let from = 0; from < count; from += BATCH) await messages(ctx).insertMany(docs.slice(from, from + BATCH));
  return docs.map((doc) => doc._id);
};
