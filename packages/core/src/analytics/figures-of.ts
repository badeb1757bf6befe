import { Message } from '@message-service/shared/messages';
import type { z } from 'zod';
import type { MessageEventDoc } from '../events/index.ts';
import { bucketOf } from './sketch.ts';

/** What one event adds to every row that it belongs to. Paths of increments, and of extremes in milliseconds or tokens. */
export type Figures = {
  at: Date;
  provider?: string | undefined;
  model?: string | undefined;
  worker_id?: string | undefined;
  inc: Record<string, number>;
  min: Record<string, number>;
  max: Record<string, number>;
};

const Accepted = Message.pick({
  role: true,
  status: true,
  content: true,
  timestamps: true,
  token_usage: true,
  llm_metadata: true,
  processing_metadata: true,
  safety_metadata: true,
  custom_metadata: true,
});
type Accepted = z.infer<typeof Accepted>;

/** Names are bounded, so that no client can make a row grow without end. */
const TOPICS = new Set(
  'general technology technical creative science health education entertainment emotions relationships work travel food language art music games sport history philosophy'.split(
    ' ',
  ),
);

const LENGTHS = [
  [50, '0-50'],
  [100, '51-100'],
  [200, '101-200'],
] as const;
const RESPONSE_TIMES = [
  [500, '0-500ms'],
  [1_000, '501-1000ms'],
  [2_000, '1001-2000ms'],
] as const;

const classOf = (value: number, classes: readonly (readonly [number, string])[], above: string) =>
  classes.find(([upTo]) => value <= upTo)?.[1] ?? above;

const addTime = (figures: Figures, name: string, ms: number | undefined) => {
  if (ms === undefined) return;
  const path = `performance_metrics.${name}`;
  figures.inc[`${path}.count`] = 1;
  figures.inc[`${path}.sum`] = ms;
  figures.inc[`${path}.buckets.${bucketOf(ms)}`] = 1;
  figures.min[`${path}.min`] = ms;
  figures.max[`${path}.max`] = ms;
};

const addUsage = (figures: Figures, usage: NonNullable<Accepted['token_usage']>) => {
  Object.assign(figures.inc, {
    'token_metrics.replies': 1,
    'token_metrics.input_tokens': usage.prompt_tokens,
    'token_metrics.output_tokens': usage.completion_tokens,
    'token_metrics.total_tokens': usage.total_tokens,
    'token_metrics.cost_nanos': Math.round((usage.total_cost ?? 0) * 1e9),
    'token_metrics.estimated_replies': usage.estimated ? 1 : 0,
  });
  const { cached_tokens, reasoning_tokens, saved_cost } = usage;
  if (cached_tokens) figures.inc['token_metrics.cached_tokens'] = cached_tokens;
  if (reasoning_tokens) figures.inc['token_metrics.reasoning_tokens'] = reasoning_tokens;
  if (saved_cost) figures.inc['token_metrics.saved_nanos'] = Math.round(saved_cost * 1e9);
  figures.max['token_metrics.max_tokens_single_message'] = usage.total_tokens;
};

const addReply = (figures: Figures, { llm_metadata, processing_metadata: times, token_usage }: Accepted) => {
  figures.provider = llm_metadata?.provider;
  figures.model = llm_metadata?.model;
  figures.worker_id = times?.worker_id;
  if (token_usage) addUsage(figures, token_usage);
  if (llm_metadata?.cached) figures.inc['performance_metrics.cache_hits'] = 1;
  addTime(figures, 'total', times?.total_latency_ms);
  addTime(figures, 'queue', times?.queue_time_ms);
  addTime(figures, 'llm', times?.llm_processing_time_ms);
  addTime(figures, 'first_token', times?.time_to_first_token_ms);
  if (times?.total_latency_ms !== undefined)
    figures.inc[`distributions.response_time.${classOf(times.total_latency_ms, RESPONSE_TIMES, '2001ms+')}`] = 1;
};

const addTopics = (figures: Figures, topics: unknown) => {
  if (!Array.isArray(topics)) return;
  for (const topic of new Set(topics.map((name) => (TOPICS.has(name) ? name : 'other'))))
    figures.inc[`distributions.topics.${topic}`] = 1;
};

const addSafety = (figures: Figures, doc: Accepted) => {
  const { safety_metadata: safety } = doc;
  if (!safety) return;
  figures.inc['quality_metrics.judged'] = 1;
  figures.inc['quality_metrics.safety_thousandths'] = Math.round(safety.safety_score * 1_000);
  if (safety.content_filtered) figures.inc['quality_metrics.filtered'] = 1;
  if (doc.status === 'flagged') figures.inc['quality_metrics.blocked'] = 1;
  for (const filter of new Set(safety.findings?.map((finding) => finding.filter)))
    figures.inc[`quality_metrics.filters.${filter}`] = 1;
};

const ofAccepted = (document: unknown): Figures => {
  const doc = Accepted.parse(document);
  const { content, role } = doc;
  const figures: Figures = {
    at: doc.timestamps.created_at,
    inc: {
      'message_metrics.total_messages': 1,
      [`message_metrics.${role}_messages`]: 1,
      'message_metrics.total_words': content.word_count,
      'message_metrics.total_characters': content.character_count,
      [`distributions.message_length.${classOf(content.character_count, LENGTHS, '201+')}`]: 1,
    },
    min: {},
    max: {},
  };
  if (role === 'assistant') addReply(figures, doc);
  addTopics(figures, doc.custom_metadata?.topics);
  addSafety(figures, doc);
  return figures;
};

/** What a failure adds, to the figures of the provider and model that were called last, where any was. */
const ofFailed = ({ at, changes }: MessageEventDoc): Figures => {
  const set = new Map(changes?.set?.map(({ path, value }) => [path, value]));
  const named = (name: string) => {
    const value = set.get(`processing_metadata.${name}`);
    return typeof value === 'string' ? value : undefined;
  };
  const inc = { 'performance_metrics.failed': 1 };
  return { at, provider: named('failed_provider'), model: named('failed_model'), inc, min: {}, max: {} };
};

/** What an event adds to the figures; null when nothing. */
export const figuresOf = (event: MessageEventDoc): Figures | null => {
  const { type, at, document, facts } = event;
  const counting = (inc: Record<string, number>): Figures => ({ at, inc, min: {}, max: {} });
  switch (type) {
    case 'message.accepted':
      return ofAccepted(document);
    case 'message.failed':
      return ofFailed(event);
    case 'message.cancelled':
      return counting({ 'performance_metrics.cancelled': 1 });
    default:
      return facts?.cost_nanos === undefined ? null : counting({ 'token_metrics.cost_nanos': facts.cost_nanos });
  }
};
