import type { CoreContext } from '../../context.ts';
import type { LlmError } from '../llm-error.ts';
import type { Cost } from '../prices/price-usage.ts';
import type { GenerateResult } from '../provider.ts';
import { type LlmCall, llmCalls } from './llm-calls.ts';

type Ctx = Pick<CoreContext, 'db' | 'now'>;

/** What a call is for. */
export type CallOrigin = Pick<LlmCall, 'purpose' | 'message_id' | 'conversation_id' | 'user_id' | 'attempt'>;
export type CallFacts = CallOrigin &
  Pick<LlmCall, 'call_id' | 'provider' | 'model' | 'probe' | 'requested_provider' | 'failover_reason'>;

/** Notes a call down before it is made. */
export const beginCall = async (ctx: Ctx, facts: CallFacts): Promise<void> => {
  await llmCalls(ctx).insertOne({ _id: facts.call_id, ...facts, outcome: 'open', started_at: ctx.now() });
};

const usageFields = ({ usage, finish_reason }: Pick<GenerateResult, 'usage' | 'finish_reason'>) => ({
  finish_reason,
  prompt_tokens: usage.prompt_tokens,
  completion_tokens: usage.completion_tokens,
  ...(usage.cached_tokens === undefined ? {} : { cached_tokens: usage.cached_tokens }),
  ...(usage.reasoning_tokens === undefined ? {} : { reasoning_tokens: usage.reasoning_tokens }),
  estimated: usage.estimated,
});

/** Fields of a cost; none when the price is not known. */
export const costFields = ({ prompt, completion, total, version }: Cost) =>
  version === null
    ? {}
    : { prompt_nanos: prompt, completion_nanos: completion, total_nanos: total, price_version: version };

/** The call gave its answer. */
export const endCallWell = async (ctx: Ctx, callId: string, result: GenerateResult, cost: Cost): Promise<void> => {
  await llmCalls(ctx).updateOne(
    { _id: callId },
    {
      $set: {
        outcome: 'ok',
        ended_at: ctx.now(),
        first_token_ms: Math.round(result.first_token_ms),
        total_ms: Math.round(result.total_ms),
        ...usageFields(result),
        ...costFields(cost),
      },
    },
  );
};

/** The call failed; null when by no fault of the provider. */
export const endCallBadly = async (ctx: Ctx, callId: string, error: LlmError | null, ms: number): Promise<void> => {
  const { kind = 'aborted', code, status } = error ?? {};
  await llmCalls(ctx).updateOne(
    { _id: callId },
    {
      $set: {
        outcome: kind,
        ended_at: ctx.now(),
        total_ms: Math.round(ms),
        ...(code === undefined ? {} : { error_code: code }),
        ...(status === undefined ? {} : { http_status: status }),
      },
    },
  );
};

/** An answer that was given before, and what it would have cost. */
export const noteCached = async (ctx: Ctx, facts: CallFacts, result: GenerateResult, saved: Cost): Promise<void> => {
  const now = ctx.now();
  await llmCalls(ctx).insertOne({
    _id: facts.call_id,
    ...facts,
    attempt: 0,
    outcome: 'cached',
    started_at: now,
    ended_at: now,
    total_ms: 0,
    ...usageFields(result),
    prompt_nanos: 0,
    completion_nanos: 0,
    total_nanos: 0,
    saved_nanos: saved.total,
    ...(saved.version === null ? {} : { price_version: saved.version }),
  });
};
