import type { Identity } from '@message-service/shared/auth';
import type { GetMessageCallsInput, MessageCall, MessageCalls } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { type LlmCall, llmCalls } from '../llm/index.ts';
import { getReadableMessage } from './get-message.ts';

const NANOS = 1_000_000_000;

const inDollars = (nanos: number | undefined) => (nanos === undefined ? null : nanos / NANOS);

const toMessageCall = (call: LlmCall): MessageCall => ({
  call_id: call.call_id,
  attempt: call.attempt,
  provider: call.provider,
  model: call.model,
  outcome: call.outcome,
  error_code: call.error_code ?? null,
  http_status: call.http_status ?? null,
  finish_reason: call.finish_reason ?? null,
  requested_provider: call.requested_provider ?? null,
  failover_reason: call.failover_reason ?? null,
  probe: call.probe,
  started_at: call.started_at,
  first_token_ms: call.first_token_ms ?? null,
  total_ms: call.total_ms ?? null,
  prompt_tokens: call.prompt_tokens ?? null,
  completion_tokens: call.completion_tokens ?? null,
  cached_tokens: call.cached_tokens ?? null,
  reasoning_tokens: call.reasoning_tokens ?? null,
  estimated: call.estimated ?? false,
  total_cost: inDollars(call.total_nanos),
  saved_cost: inDollars(call.saved_nanos),
  price_version: call.price_version ?? null,
});

/**
 * The provider calls that were made for a message, or for the message that a reply answers: of whom, with what outcome,
 * tokens, cost and time. Others' messages are audited. @throws DomainError NOT_FOUND
 */
export const getMessageCalls = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id }: GetMessageCallsInput,
): Promise<MessageCalls> => {
  const doc = await getReadableMessage(ctx, identity, message_id, 'messages.calls');
  const asked = doc.relationships?.reply_to_message_id ?? message_id;
  const calls = await llmCalls(ctx).find({ message_id: asked }).sort({ started_at: 1 }).toArray();
  return { message_id: asked, items: calls.map(toMessageCall), next_cursor: null };
};
