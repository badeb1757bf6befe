import { createHash } from 'node:crypto';
import type { Character } from '@message-service/shared/characters';
import type { ContextMetadata } from '@message-service/shared/messages';
import type { ConversationDoc } from '../conversations/index.ts';
import { type ChatMessage, costOf, estimateTokens, LlmError, type LlmErrorKind, withCost } from '../llm/index.ts';
import { describeContent, type MessageDoc } from '../messages/index.ts';
import { between, fraction } from './fraction.ts';
import type { Ending, Script } from './script.ts';

export type Played = { conversation: ConversationDoc; messages: MessageDoc[] };

const DAY_MS = 86_400_000;
const WINDOW = 20;
const ARCHIVED_AFTER_MS = 2 * DAY_MS;
const PURGED_AFTER_MS = 180 * DAY_MS;
const TYPING_MS_PER_CHARACTER = 70;
const READING_MS_PER_CHARACTER = 25;

const FAILURES: Record<Extract<Ending, { failed: string }>['failed'], { kind: LlmErrorKind; afterMs: number }> = {
  LLM_TIMEOUT: { kind: 'timeout', afterMs: 93_000 },
  LLM_UNREACHABLE: { kind: 'unreachable', afterMs: 7_100 },
  LLM_SERVER_ERROR: { kind: 'server_error', afterMs: 9_400 },
};

const messageId = (script: Script, sequence: number) => `msg_demo${script.number}${String(sequence).padStart(4, '0')}`;

const later = (date: Date, ms: number) => new Date(date.getTime() + ms);

const describeContext = (system: string, history: ChatMessage[]): ContextMetadata => {
  const kept: ChatMessage[] = [{ role: 'system', content: system }, ...history.slice(-WINDOW)];
  return {
    context_window_size: WINDOW,
    messages_in_context: kept.length - 1,
    context_tokens: kept.reduce((sum, turn) => sum + estimateTokens(turn.content), 0),
    context_hash: `sha256:${createHash('sha256').update(JSON.stringify(kept)).digest('hex')}`,
    dropped_messages: 0,
  };
};

type Base = Pick<
  MessageDoc,
  | '_id'
  | 'message_id'
  | 'conversation_id'
  | 'user_id'
  | 'character_id'
  | 'message_type'
  | 'status'
  | 'sequence_number'
  | 'version'
  | 'partition_key'
  | 'data_classification'
  | 'retention_policy'
>;

const baseOf = (script: Script, conversation_id: string, sequence_number: number): Base => {
  const id = messageId(script, sequence_number);
  return {
    _id: id,
    message_id: id,
    conversation_id,
    user_id: script.user_id,
    character_id: script.character_id,
    message_type: 'standard',
    status: script.archived ? 'archived' : 'active',
    sequence_number,
    version: 1,
    partition_key: conversation_id,
    data_classification: 'standard',
    retention_policy: 'standard',
  };
};

/** How long each part of answering took; the same on every run. */
const timeReply = (key: string, text: string) => {
  const queue = between(`${key}:queue`, 3, 40);
  const firstToken = between(`${key}:first`, 190, 900);
  const tokensPerSecond = between(`${key}:pace`, 26, 58);
  const llm = firstToken + Math.round((estimateTokens(text) / tokensPerSecond) * 1_000);
  return { queue, firstToken, llm, total: queue + llm + between(`${key}:save`, 6, 24) };
};

const userMessage = (script: Script, base: Base, text: string, at: Date): MessageDoc => ({
  ...base,
  content: describeContent(text),
  role: 'user',
  processing_status: 'completed',
  processing_epoch: 1,
  timestamps: { created_at: at, received_at: at, queued_at: at, last_modified_at: at },
  client_metadata: {
    client_msg_id: `demo-${script.number}-${base.sequence_number}`,
    client_version: '2.4.1',
    platform: fraction(`${script.number}:platform`) < 0.5 ? 'web' : 'mobile',
  },
});

const answered = (doc: MessageDoc, replyId: string, time: ReturnType<typeof timeReply>): MessageDoc => {
  const done = later(doc.timestamps.created_at, time.total);
  return {
    ...doc,
    reply_message_id: replyId,
    processing_metadata: {
      queue_time_ms: time.queue,
      time_to_first_token_ms: time.firstToken,
      llm_processing_time_ms: time.llm,
      processing_time_ms: time.total - time.queue,
      post_processing_time_ms: time.total - time.queue - time.llm,
      total_latency_ms: time.total,
      retry_count: 0,
      error_count: 0,
      worker_id: 'demo-worker',
    },
    timestamps: {
      ...doc.timestamps,
      processing_started_at: later(doc.timestamps.created_at, time.queue),
      llm_response_at: later(doc.timestamps.created_at, time.queue + time.llm),
      processed_at: done,
      completed_at: done,
      last_modified_at: done,
    },
  };
};

const replyMessage = (
  script: Script,
  base: Base,
  text: string,
  asked: MessageDoc,
  time: ReturnType<typeof timeReply>,
  context: ContextMetadata,
): MessageDoc => {
  const at = later(asked.timestamps.created_at, time.total);
  const prompt_tokens = Math.round(context.context_tokens * 1.06) + 12;
  const completion_tokens = Math.round(estimateTokens(text) * 1.04);
  const total_tokens = prompt_tokens + completion_tokens;
  const usage = { prompt_tokens, completion_tokens, total_tokens, estimated: false };
  return {
    ...base,
    content: describeContent(text),
    role: 'assistant',
    processing_status: 'completed',
    processing_epoch: 1,
    llm_metadata: {
      provider: script.provider,
      model: script.model,
      model_version: script.model,
      temperature: 0.7,
      request_id: `chatcmpl-${base.message_id}`,
      finish_reason: 'stop',
    },
    token_usage: withCost(usage, costOf(usage, script.provider, script.model)),
    context_metadata: context,
    processing_metadata: {
      retry_count: 0,
      error_count: 0,
      worker_id: 'demo-worker',
      queue_time_ms: time.queue,
      llm_processing_time_ms: time.llm,
      time_to_first_token_ms: time.firstToken,
      total_latency_ms: time.total,
    },
    timestamps: { created_at: at, received_at: at, llm_response_at: at, completed_at: at, last_modified_at: at },
    relationships: { reply_to_message_id: asked.message_id },
  };
};

const unanswered = (script: Script, doc: MessageDoc, ending: Ending): MessageDoc => {
  const at = doc.timestamps.created_at;
  if ('flagged' in ending) {
    return {
      ...doc,
      status: 'flagged',
      processing_status: 'cancelled',
      processing_epoch: 0,
      safety_metadata: {
        content_filtered: true,
        safety_score: Math.round((0.15 + 0.3 * fraction(doc.message_id)) * 100) / 100,
        detected_issues: ending.flagged,
        moderation_flags: ending.flagged.map((issue) => issue.split(':')[0] ?? issue),
        filter_version: 'demo',
        manual_review_required: true,
        approved_by_moderator: null,
        decision: 'blocked',
      },
      case_pending_since: at,
      timestamps: { ...doc.timestamps, completed_at: at },
    };
  }
  const { kind, afterMs } = FAILURES[ending.failed];
  const done = later(at, afterMs);
  return {
    ...doc,
    processing_status: 'failed',
    processing_epoch: 3,
    processing_metadata: {
      queue_time_ms: between(`${doc.message_id}:queue`, 3, 40),
      total_latency_ms: afterMs,
      retry_count: 2,
      error_count: 3,
      worker_id: 'demo-worker',
      error_code: ending.failed,
      error_message: new LlmError(kind, script.provider).message,
      failed_provider: script.provider,
      failed_model: script.model,
    },
    timestamps: { ...doc.timestamps, completed_at: done, last_modified_at: done },
  };
};

/** Turns a script into the documents that the real thing would have left, dated back from `now`. */
export const playScript = (script: Script, character: Character, now: Date): Played => {
  const conversation_id = `conv_demo${script.number.padStart(8, '0')}`;
  const docs: MessageDoc[] = [];
  const history: ChatMessage[] = [];
  let clock = now;

  for (const scene of script.scenes) {
    clock = later(now, -scene.daysAgo * DAY_MS);
    for (const [text, ending] of scene.turns) {
      const key = `${script.number}:${docs.length}`;
      clock = later(clock, between(`${key}:pause`, 6_000, 60_000) + text.length * TYPING_MS_PER_CHARACTER);
      const doc = userMessage(script, baseOf(script, conversation_id, docs.length + 1), text, clock);
      if (typeof ending !== 'string') {
        const ended = unanswered(script, doc, ending);
        if (ended.status === 'active') history.push({ role: 'user', content: text });
        docs.push(ended);
        clock = ended.timestamps.completed_at ?? clock;
        continue;
      }
      history.push({ role: 'user', content: text });
      const time = timeReply(key, ending);
      const base = baseOf(script, conversation_id, docs.length + 2);
      const context = describeContext(character.system_prompt, history);
      docs.push(answered(doc, base.message_id, time), replyMessage(script, base, ending, doc, time, context));
      history.push({ role: 'assistant', content: ending });
      clock = later(clock, time.total + ending.length * READING_MS_PER_CHARACTER);
    }
  }

  const first = docs[0]?.timestamps.created_at ?? now;
  const last = docs.at(-1)?.timestamps.created_at ?? now;
  const archivedAt = later(last, ARCHIVED_AFTER_MS);
  return {
    conversation: {
      _id: conversation_id,
      conversation_id,
      user_id: script.user_id,
      character_id: script.character_id,
      title: script.title,
      tags: script.tags,
      status: script.archived ? 'archived' : 'active',
      settings: {},
      message_count: 2 * docs.filter((doc) => doc.role === 'user').length,
      last_sequence: docs.length,
      created_at: later(first, -20_000),
      updated_at: script.archived ? archivedAt : last,
      last_activity_at: last,
    },
    messages: script.archived ? docs.map((doc) => archive(doc, archivedAt)) : docs,
  };
};

const archive = (doc: MessageDoc, at: Date): MessageDoc => ({
  ...doc,
  purge_at: later(at, PURGED_AFTER_MS),
  timestamps: { ...doc.timestamps, last_modified_at: at },
});
