import { z } from 'zod';
import { CharacterId, ConversationId, MessageId, UserId } from '../ids.ts';
import { FinishReason, LlmMetadata, TokenUsage } from '../llm/index.ts';
import { SafetyDecision, SafetyFinding } from '../safety/index.ts';

export const MessageRole = z.enum(['user', 'assistant', 'system']);
export type MessageRole = z.infer<typeof MessageRole>;

export const MessageType = z.enum(['standard', 'template', 'system', 'error']);
export type MessageType = z.infer<typeof MessageType>;

/** Visibility: who still sees the message. */
export const MessageStatus = z.enum(['active', 'archived', 'flagged', 'deleted']);
export type MessageStatus = z.infer<typeof MessageStatus>;

/** Progress: how far the message has come. */
export const ProcessingStatus = z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']);
export type ProcessingStatus = z.infer<typeof ProcessingStatus>;

export const isTerminal = (status: ProcessingStatus) =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

export const Platform = z.enum(['web', 'mobile', 'api', 'cli']);
export type Platform = z.infer<typeof Platform>;

const score = z.number().min(0).max(1);

export const MessageContent = z.object({
  text: z.string(),
  sanitized_text: z.string().optional(),
  detected_language: z.string().optional(),
  /** `sha256:` and 64 hexadecimal digits of the text's UTF-8 form. */
  content_hash: z.string(),
  word_count: z.int(),
  /** In Unicode code points. */
  character_count: z.int(),
  estimated_reading_time_seconds: z.int(),
});
export type MessageContent = z.infer<typeof MessageContent>;

/** What a summary stands for: the messages in sight with these numbers, so many; and which of the summaries it is. */
export const SummaryRange = z.object({
  from: z.int(),
  to: z.int(),
  messages: z.int(),
  summary_id: z.string(),
});
export type SummaryRange = z.infer<typeof SummaryRange>;

/** One part of what the model was given, in its order, with what it came to. */
export const ContextPart = z.object({
  kind: z.enum(['prompt', 'summary', 'message']),
  /** Of a message. */
  sequence_number: z.int().optional(),
  /** Of a summary. */
  summary: SummaryRange.optional(),
  tokens: z.int(),
  /** Only its beginning was sent: alone it was longer than the limit. */
  cut: z.literal(true).optional(),
});
export type ContextPart = z.infer<typeof ContextPart>;

/** How the model's context came about: in which order what was sent, what the token limit kept out, what was cached. */
export const ContextDetails = z.object({
  /** Whose vocabulary counted; `estimate` is the rule of thumb. */
  tokenizer: z.enum(['o200k_base', 'cl100k_base', 'llama3', 'estimate']),
  estimated: z.boolean(),
  token_limit: z.int(),
  /** Where the window was found: in this process, in Redis, or only in the database. */
  cache: z.enum(['memory', 'redis', 'database']),
  /** Messages of the window whose texts the cache had. */
  cached_messages: z.int(),
  sent: z.array(ContextPart),
  /** Sequence numbers, newest first. */
  over_limit: z.array(z.int()),
});
export type ContextDetails = z.infer<typeof ContextDetails>;

export const ContextMetadata = z.object({
  context_window_size: z.int(),
  messages_in_context: z.int(),
  context_tokens: z.int(),
  context_hash: z.string(),
  /** With a summary: what was sent, as a part of what it stands for. */
  context_compression_ratio: z.number().optional(),
  /** With a summary: the tokens that what was sent stands for, the summary's messages with their own. */
  effective_context_length: z.int().optional(),
  /** Messages of the window that the token limit kept out. */
  dropped_messages: z.int().optional(),
  /** Lazy: the database's validator has no room. */
  details: z.lazy(() => ContextDetails).optional(),
});
export type ContextMetadata = z.infer<typeof ContextMetadata>;

export const ProcessingMetadata = z.object({
  processing_time_ms: z.number().optional(),
  queue_time_ms: z.number().optional(),
  llm_processing_time_ms: z.number().optional(),
  post_processing_time_ms: z.number().optional(),
  total_latency_ms: z.number().optional(),
  time_to_first_token_ms: z.number().optional(),
  retry_count: z.int(),
  error_count: z.int(),
  worker_id: z.string().optional(),
  processing_node: z.string().optional(),
  /** Why a failed message failed. */
  error_code: z.string().optional(),
  error_message: z.string().optional(),
  /** Whom the last call went to, of a message that failed after one. Lazy: the database's validator has no room. */
  failed_provider: z.lazy(() => z.string()).optional(),
  failed_model: z.lazy(() => z.string()).optional(),
});
export type ProcessingMetadata = z.infer<typeof ProcessingMetadata>;

export const SafetyMetadata = z.object({
  content_filtered: z.boolean(),
  safety_score: score,
  detected_issues: z.array(z.string()),
  moderation_flags: z.array(z.string()),
  filter_version: z.string(),
  manual_review_required: z.boolean(),
  approved_by_moderator: UserId.nullable(),
  decision: SafetyDecision.optional(),
  /** What each filter found and where; absent when none found anything. Lazy: the database's validator has no room. */
  findings: z.array(z.lazy(() => SafetyFinding)).optional(),
});
export type SafetyMetadata = z.infer<typeof SafetyMetadata>;

export const MessageTimestamps = z.object({
  created_at: z.date(),
  received_at: z.date(),
  queued_at: z.date().optional(),
  processing_started_at: z.date().optional(),
  processed_at: z.date().optional(),
  llm_response_at: z.date().optional(),
  completed_at: z.date().optional(),
  last_modified_at: z.date(),
});
export type MessageTimestamps = z.infer<typeof MessageTimestamps>;

export const ClientMetadata = z.object({
  client_msg_id: z.string().optional(),
  client_version: z.string().optional(),
  user_agent: z.string().optional(),
  /** A keyed hash of the address unless the deployment stores addresses. */
  ip_address: z.string().optional(),
  platform: Platform.optional(),
  session_id: z.string().optional(),
  request_headers: z.record(z.string(), z.string()).optional(),
});
export type ClientMetadata = z.infer<typeof ClientMetadata>;

export const Relationships = z.object({
  parent_message_id: MessageId.optional(),
  reply_to_message_id: MessageId.optional(),
  related_message_ids: z.array(MessageId).optional(),
  thread_id: z.string().optional(),
  conversation_branch: z.enum(['main', 'alternative']).optional(),
});
export type Relationships = z.infer<typeof Relationships>;

export const QualityMetadata = z
  .object({
    coherence_score: score,
    relevance_score: score,
    helpfulness_score: score,
    factual_accuracy: score,
    language_quality: score,
    creativity_score: score,
    user_feedback: z.record(z.string(), z.json()),
  })
  .partial();
export type QualityMetadata = z.infer<typeof QualityMetadata>;

/** What was shown of a reply that was cut off; there is no message of it. Lengths of its token events in UTF-16 units. */
export const PartialReply = z.object({
  text: z.string(),
  finish_reason: FinishReason,
  cut_by: z.enum(['cancelled']),
  token_lengths: z.array(z.int()),
});
export type PartialReply = z.infer<typeof PartialReply>;

/** A message as it is stored; `_id` repeats `message_id`. Dates are UTC. */
export const Message = z.object({
  message_id: MessageId,
  conversation_id: ConversationId,
  user_id: UserId,
  character_id: CharacterId,
  content: MessageContent,
  role: MessageRole,
  message_type: MessageType,
  status: MessageStatus,
  processing_status: ProcessingStatus,
  /** Position in the conversation, from 1. */
  sequence_number: z.int().min(1),
  /** The reply to this message, once there is one. */
  reply_message_id: MessageId.optional(),
  /** Of a message that was cancelled while it was answered. Lazy: the database's validator has no room. */
  partial_reply: z.lazy(() => PartialReply).optional(),
  llm_settings: z.record(z.string(), z.json()).optional(),
  llm_metadata: LlmMetadata.optional(),
  token_usage: TokenUsage.optional(),
  context_metadata: ContextMetadata.optional(),
  processing_metadata: ProcessingMetadata.optional(),
  safety_metadata: SafetyMetadata.optional(),
  /** What users read in place of the text, where a moderator took something out of sight. The text itself stays. */
  redacted_text: z.string().optional(),
  timestamps: MessageTimestamps,
  client_metadata: ClientMetadata.optional(),
  custom_metadata: z.record(z.string(), z.json()).optional(),
  relationships: Relationships.optional(),
  quality_metadata: QualityMetadata.optional(),
  /** Version of this document's schema. */
  version: z.int(),
  partition_key: ConversationId,
  data_classification: z.enum(['standard', 'sensitive', 'confidential']),
  retention_policy: z.enum(['standard', 'extended', 'permanent']),
  purge_at: z.date().optional(),
  archived_to_cold_storage: z.boolean().optional(),
  backup_status: z.enum(['backed_up', 'pending', 'failed']).optional(),
  checksum: z.string().optional(),
});
export type Message = z.infer<typeof Message>;

/** A message as its reader may see it: addresses, prompts and safety internals are left out for users. */
export const MessageView = Message;
export type MessageView = z.infer<typeof MessageView>;
