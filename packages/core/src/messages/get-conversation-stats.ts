import type { Identity } from '@message-service/shared/auth';
import type { ConversationStats, ConversationStatsInput } from '@message-service/shared/conversations';
import { MessageRole, MessageStatus, ProcessingStatus } from '@message-service/shared/messages';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getConversation } from '../conversations/index.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { type ConversationStatsDoc, conversationStats, type StatsGroup } from './conversation-stats.ts';
import { messages } from './messages.ts';

type Context = Pick<CoreContext, 'db' | 'settings' | 'now' | 'neighbours'>;

/** Older messages than these hardly change: what they add up to is kept for a while. */
const NEWEST = 100;
const KEEP_FROM = 500;
const KEEP_MS = 300_000;

const addUp = (ctx: Context, conversationId: string, from: number, to: number): Promise<StatsGroup[]> =>
  from > to
    ? Promise.resolve([])
    : messages(ctx)
        .aggregate<StatsGroup>([
          { $match: { conversation_id: conversationId, sequence_number: { $gte: from, $lte: to } } },
          {
            $group: {
              _id: { role: '$role', status: '$status', processing_status: '$processing_status' },
              messages: { $sum: 1 },
              prompt_tokens: { $sum: '$token_usage.prompt_tokens' },
              completion_tokens: { $sum: '$token_usage.completion_tokens' },
              total_tokens: { $sum: '$token_usage.total_tokens' },
              estimated: { $sum: { $cond: [{ $eq: ['$token_usage.estimated', true] }, 1, 0] } },
              total_cost: { $sum: '$token_usage.total_cost' },
              latency_ms: { $sum: '$processing_metadata.total_latency_ms' },
              timed: { $sum: { $cond: [{ $gte: ['$processing_metadata.total_latency_ms', 0] }, 1, 0] } },
              first_at: { $min: '$timestamps.created_at' },
              last_at: { $max: '$timestamps.created_at' },
            },
          },
          {
            $project: {
              _id: 0,
              role: '$_id.role',
              status: '$_id.status',
              processing_status: '$_id.processing_status',
              ...Object.fromEntries(
                ['messages', 'prompt_tokens', 'completion_tokens', 'total_tokens', 'estimated', 'total_cost'].map(
                  (key) => [key, 1],
                ),
              ),
              latency_ms: 1,
              timed: 1,
              first_at: 1,
              last_at: 1,
            },
          },
        ])
        .toArray();

const keep = async (
  ctx: Context,
  _id: string,
  { through, groups, counted_at }: Omit<ConversationStatsDoc, '_id' | 'expires_at'>,
) => {
  const expires_at = new Date(counted_at.getTime() + KEEP_MS);
  try {
    await conversationStats(ctx).updateOne(
      { _id },
      { $set: { through, groups, counted_at, expires_at } },
      { upsert: true },
    );
  } catch (error) {
    // another has just kept the same
    if (!isDuplicateKey(error)) throw error;
  }
};

/** What the older messages add up to, kept or counted, and the newer ones counted. */
const count = async (ctx: Context, conversationId: string, last: number) => {
  const now = ctx.now();
  const kept = await conversationStats(ctx).findOne({ _id: conversationId, expires_at: { $gt: now } });
  const from = (kept?.through ?? 0) + 1;
  const through = last - from + 1 > KEEP_FROM ? last - NEWEST : from - 1;
  const [older, newer] = await Promise.all([
    addUp(ctx, conversationId, from, through),
    addUp(ctx, conversationId, through + 1, last),
  ]);
  const groups = [...(kept?.groups ?? []), ...older];
  const countedAt = kept?.counted_at ?? now;
  if (through >= from) await keep(ctx, conversationId, { through, groups: merge(groups), counted_at: countedAt });
  return { groups: [...groups, ...newer], as_of: countedAt };
};

const SUMS = [
  ...(['messages', 'prompt_tokens', 'completion_tokens', 'total_tokens'] as const),
  ...(['estimated', 'total_cost', 'latency_ms', 'timed'] as const),
];

/** One group of each kind, so that what is kept does not grow. */
const merge = (groups: readonly StatsGroup[]): StatsGroup[] => {
  const merged = new Map<string, StatsGroup>();
  for (const group of groups) {
    const key = `${group.role} ${group.status} ${group.processing_status}`;
    const sum = merged.get(key);
    if (!sum) {
      merged.set(key, { ...group });
      continue;
    }
    for (const name of SUMS) sum[name] += group[name];
    if (group.first_at < sum.first_at) sum.first_at = group.first_at;
    if (group.last_at > sum.last_at) sum.last_at = group.last_at;
  }
  return [...merged.values()];
};

const total = (groups: readonly StatsGroup[], name: (typeof SUMS)[number]) =>
  groups.reduce((sum, group) => sum + group[name], 0);

const countBy = <Key extends string>(
  keys: readonly Key[],
  groups: readonly StatsGroup[],
  keyOf: (group: StatsGroup) => Key,
) =>
  Object.fromEntries(
    keys.map((key) => [
      key,
      total(
        groups.filter((group) => keyOf(group) === key),
        'messages',
      ),
    ]),
  ) as Record<Key, number>;

const edge = (dates: Date[], pick: (...times: number[]) => number) =>
  dates.length > 0 ? new Date(pick(...dates.map((date) => date.getTime()))) : null;

/**
 * Figures of a conversation. Its cost is bounded: sums over older messages are kept for five minutes, so that a call
 * reads the newest few hundred, and the whole conversation at most once in that time. Archiving or restoring a message
 * counts at once; other changes of older messages within those five minutes. Others' conversations are audited.
 * @throws DomainError NOT_FOUND when it is missing or somebody else's, UNAVAILABLE
 */
export const getConversationStats = async (
  ctx: Context,
  identity: Identity,
  { conversation_id }: ConversationStatsInput,
): Promise<ConversationStats> => {
  const conversation = await getConversation(ctx, identity, conversation_id);
  if (conversation.user_id !== identity.user_id) {
    const target = { type: 'conversation', id: conversation_id };
    await recordAudit(ctx, { actor: identity, action: 'analytics.conversationStats', target });
  }
  const { groups, as_of } = await count(ctx, conversation_id, conversation.last_sequence);
  const replies = groups.filter(({ role }) => role === 'assistant');
  const timed = total(replies, 'timed');
  return {
    conversation_id,
    message_count: conversation.message_count,
    messages: {
      total: total(groups, 'messages'),
      by_role: countBy(MessageRole.options, groups, ({ role }) => role),
      by_status: countBy(MessageStatus.options, groups, ({ status }) => status),
      by_processing_status: countBy(ProcessingStatus.options, groups, ({ processing_status }) => processing_status),
    },
    tokens: {
      prompt_tokens: total(groups, 'prompt_tokens'),
      completion_tokens: total(groups, 'completion_tokens'),
      total_tokens: total(groups, 'total_tokens'),
      estimated_replies: total(replies, 'estimated'),
    },
    total_cost: total(groups, 'total_cost'),
    cost_currency: 'USD',
    average_latency_ms: timed > 0 ? total(replies, 'latency_ms') / timed : null,
    first_message_at: edge(
      groups.map(({ first_at }) => first_at),
      Math.min,
    ),
    last_message_at: edge(
      groups.map(({ last_at }) => last_at),
      Math.max,
    ),
    last_activity_at: conversation.last_activity_at,
    as_of,
  };
};
