import { JobPriority } from '@message-service/shared/jobs';
import { Message } from '@message-service/shared/messages';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { OutboxEntry } from '../events/index.ts';
import { defineCollection } from '../mongo/index.ts';

/** `_id` repeats `message_id`. `processing_epoch` counts the workers that took the message; it fences late writes. */
export const MessageDoc = Message.extend({
  _id: z.string(),
  processing_epoch: z.int(),
  /** Of the request that it was accepted with, to tell a repetition from another message under the same key. */
  request_hash: z.string().optional(),
  /** How often somebody has retried it. */
  processing_retries: z.int().optional(),
  /** Absent for `normal`. */
  processing_priority: JobPriority.optional(),
  /** What an archived message was before, and becomes again when it is restored. */
  archived_from: z.enum(['active', 'flagged']).optional(),
  /** Since when it waits for a moderation case to be opened; unset once there is one. */
  case_pending_since: z.date().optional(),
  /** The version of its case whose decision was applied last; fences an older one that comes late. */
  moderation_version: z.int().optional(),
  /** Archived by a moderator's decision. */
  moderation_archived: z.literal(true).optional(),
  /** Kept back because the message that it answers was, after it had been answered. */
  withheld_with: z.string().optional(),
  /** Counts the changes of `custom_metadata`, so that two at once do not lose one. */
  metadata_revision: z.int().optional(),
  /** Its events that are not known to be in the log, in order; gone when there are none. */
  outbox: z.array(z.lazy(() => OutboxEntry)).optional(),
  outbox_since: z.date().optional(),
  /** How many of its events are in the log. */
  events_published: z.int().optional(),
});
export type MessageDoc = z.infer<typeof MessageDoc>;

export const messages = defineCollection<MessageDoc>({
  name: 'messages',
  schema: MessageDoc,
  indexes: [
    {
      name: 'idx_conversation_sequence',
      key: { conversation_id: 1, sequence_number: 1 },
      options: { unique: true },
      serves: 'pages and context windows of a conversation; makes sequence numbers unique',
      example: {
        filter: { conversation_id: 'conv_example01', sequence_number: { $gte: 1, $lte: 20 } },
        sort: { sequence_number: -1 },
      },
    },
    {
      name: 'idx_client_msg_id',
      key: { conversation_id: 1, user_id: 1, 'client_metadata.client_msg_id': 1 },
      options: { unique: true, partialFilterExpression: { 'client_metadata.client_msg_id': { $exists: true } } },
      serves: 'idempotency: one message per key, user and conversation',
      example: {
        filter: {
          conversation_id: 'conv_example01',
          user_id: 'user_example01',
          'client_metadata.client_msg_id': 'key',
        },
      },
    },
    {
      name: 'idx_deduplication',
      key: { conversation_id: 1, user_id: 1, 'content.content_hash': 1, 'timestamps.created_at': -1 },
      serves: 'the warning about the same text within a minute',
      example: {
        filter: {
          conversation_id: 'conv_example01',
          user_id: 'user_example01',
          'content.content_hash': 'sha256:0',
          'timestamps.created_at': { $gte: new Date(0) },
        },
      },
    },
    {
      name: 'idx_reply_to',
      key: { conversation_id: 1, 'relationships.reply_to_message_id': 1 },
      options: { unique: true, partialFilterExpression: { 'relationships.reply_to_message_id': { $exists: true } } },
      serves: 'the reply to a message; at most one',
      example: { filter: { conversation_id: 'conv_example01', 'relationships.reply_to_message_id': 'msg_example001' } },
    },
    {
      name: 'idx_unfinished',
      key: { processing_status: 1, 'timestamps.last_modified_at': 1 },
      options: { partialFilterExpression: { processing_status: { $in: ['queued', 'processing'] } } },
      serves: 'the sweeper: accepted messages that are not finished, oldest change first',
      example: {
        filter: {
          processing_status: { $in: ['queued', 'processing'] },
          'timestamps.last_modified_at': { $lt: new Date() },
        },
        sort: { 'timestamps.last_modified_at': 1 },
      },
    },
    {
      name: 'idx_dead_letters',
      key: { processing_status: 1, 'timestamps.completed_at': -1, _id: -1 },
      options: { partialFilterExpression: { processing_status: 'failed' } },
      serves: 'the dead-letter list, newest first',
      example: {
        filter: { processing_status: 'failed', status: { $in: ['active', 'flagged'] } },
        sort: { 'timestamps.completed_at': -1, _id: -1 },
      },
    },
    {
      name: 'idx_user_chronological',
      key: { user_id: 1, 'timestamps.created_at': -1 },
      serves: "a user's messages by time",
      example: { filter: { user_id: 'user_example01' }, sort: { 'timestamps.created_at': -1 } },
    },
    {
      name: 'idx_temporal_pagination',
      key: { 'timestamps.created_at': -1, _id: 1 },
      serves: 'messages of a period, for the overview and for jobs that walk through time',
      example: { filter: { 'timestamps.created_at': { $gte: new Date(0) }, role: 'user' } },
    },
    {
      name: 'idx_case_pending',
      key: { case_pending_since: 1 },
      options: { partialFilterExpression: { case_pending_since: { $exists: true } } },
      serves: 'messages that wait for a moderation case, oldest first',
      example: { filter: { case_pending_since: { $exists: true, $lt: new Date() } }, sort: { case_pending_since: 1 } },
    },
    {
      name: 'idx_outbox',
      key: { outbox_since: 1 },
      options: { partialFilterExpression: { outbox_since: { $exists: true } } },
      serves: 'messages with events that wait to be logged, oldest first',
      example: { filter: { outbox_since: { $exists: true } }, sort: { outbox_since: 1 } },
    },
    {
      name: 'idx_safety_audit',
      key: {
        'safety_metadata.content_filtered': 1,
        'safety_metadata.manual_review_required': 1,
        'timestamps.created_at': -1,
      },
      serves: 'filtered messages, newest first',
      example: {
        filter: { 'safety_metadata.content_filtered': true, 'safety_metadata.manual_review_required': true },
        sort: { 'timestamps.created_at': -1 },
      },
    },
    {
      name: 'idx_shard_key',
      key: { conversation_id: 'hashed' },
      serves: 'sharding by conversation',
      example: { filter: { conversation_id: 'conv_example01' } },
    },
    {
      name: 'idx_purge_at',
      key: { purge_at: 1 },
      options: { expireAfterSeconds: 0 },
      serves: 'removal of archived messages whose retention is over',
      example: { filter: { purge_at: { $lt: new Date(0) } } },
    },
  ],
});

/** The message with this idempotency key, or null. */
export const findByClientMessageId = (
  ctx: Parameters<typeof messages>[0],
  key: { conversation_id: string; user_id: string; client_msg_id: string },
): Promise<MessageDoc | null> =>
  messages(ctx).findOne({
    conversation_id: key.conversation_id,
    user_id: key.user_id,
    'client_metadata.client_msg_id': key.client_msg_id,
  });

/** The newest `limit` messages of a conversation with numbers in [`from`, `to`], in the asked direction. */
export const findRange = (
  ctx: Parameters<typeof messages>[0],
  range: { conversation_id: string; from: number; to: number; limit: number; direction: 'asc' | 'desc' },
  filter: Filter<MessageDoc> = {},
  projection: Record<string, 1> = {},
): Promise<MessageDoc[]> =>
  messages(ctx)
    .find(
      {
        ...filter,
        conversation_id: range.conversation_id,
        sequence_number: { $gte: range.from, $lte: range.to },
      },
      { projection },
    )
    .sort({ sequence_number: range.direction === 'asc' ? 1 : -1 })
    .limit(range.limit)
    .toArray();
