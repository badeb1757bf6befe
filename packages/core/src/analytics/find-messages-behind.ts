import type { MessagesBehind, MessagesBehindInput } from '@message-service/shared/analytics';
import type { Identity } from '@message-service/shared/auth';
import type { Filter } from 'mongodb';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { type MessageDoc, messages } from '../messages/index.ts';

const MAX_MS = 3_000;

const FAILED = {
  provider: 'processing_metadata.failed_provider',
  model: 'processing_metadata.failed_model',
} as const;

const filterOf = (input: MessagesBehindInput): Filter<MessageDoc> => {
  const { from, to, user_id, conversation_id, provider, model, slower_than_ms, failed } = input;
  return {
    'timestamps.created_at': { $gte: from, $lt: to },
    ...(failed ? { role: 'user', processing_status: 'failed' } : { role: 'assistant' }),
    ...(user_id === undefined ? {} : { user_id }),
    ...(conversation_id === undefined ? {} : { conversation_id }),
    ...(provider === undefined ? {} : { [failed ? FAILED.provider : 'llm_metadata.provider']: provider }),
    ...(model === undefined ? {} : { [failed ? FAILED.model : 'llm_metadata.model']: model }),
    ...(slower_than_ms === undefined ? {} : { 'processing_metadata.total_latency_ms': { $gt: slower_than_ms } }),
  };
};

const toItem = (doc: MessageDoc): MessagesBehind['items'][number] => ({
  message_id: doc.message_id,
  asked_message_id: doc.relationships?.reply_to_message_id ?? doc.message_id,
  conversation_id: doc.conversation_id,
  user_id: doc.user_id,
  processing_status: doc.processing_status,
  provider: doc.llm_metadata?.provider ?? doc.processing_metadata?.failed_provider ?? null,
  model: doc.llm_metadata?.model ?? doc.processing_metadata?.failed_model ?? null,
  total_tokens: doc.token_usage?.total_tokens ?? null,
  total_cost: doc.token_usage?.total_cost ?? null,
  total_latency_ms: doc.processing_metadata?.total_latency_ms ?? null,
  error_code: doc.processing_metadata?.error_code ?? null,
  created_at: doc.timestamps.created_at,
});

/** The newest messages that a figure is made of, without their text; audited. @throws errors of the database */
export const findMessagesBehind = async (
  ctx: CoreContext,
  identity: Identity,
  input: MessagesBehindInput,
): Promise<MessagesBehind> => {
  const range = `${input.from.toISOString()}/${input.to.toISOString()}`;
  await recordAudit(ctx, {
    actor: identity,
    action: 'analytics.messagesBehind',
    target: { type: 'messages', id: range },
  });
  const docs = await messages(ctx)
    .find(filterOf(input), { projection: { content: 0, outbox: 0 }, maxTimeMS: MAX_MS })
    .sort({ 'timestamps.created_at': -1 })
    .limit(input.limit + 1)
    .toArray();
  return { items: docs.slice(0, input.limit).map(toItem), more: docs.length > input.limit };
};
