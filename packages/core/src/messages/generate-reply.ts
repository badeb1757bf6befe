import type { CoreContext } from '../context.ts';
import type { ConversationDoc } from '../conversations/index.ts';
import {
  type CallRequest,
  type CallResult,
  type Candidate,
  callProvider,
  candidatesOf,
  mayBeCached,
  orderByAsked,
} from '../llm/index.ts';
import { type BuiltContext, buildContext } from './build-context.ts';
import { mergeLlmSettings } from './merge-llm-settings.ts';
import type { GeneratedReply } from './processing-queue.ts';
import { finishStep, hasStep, publishToken, type Run, updateJob } from './run.ts';
import { createTokenSink } from './token-sink.ts';

/** Provider calls that one message may cost over all attempts and crashes. */
export const MAX_PROVIDER_CALLS = 3;

/** The message has used up its provider calls, for example because its worker died each time. */
export class CallBudgetError extends Error {
  override readonly name = 'CallBudgetError';
}

const MAX_ASKED = 10;

const refuseOverBudget = (run: Run): void => {
  if (run.job.execution.provider_calls < MAX_PROVIDER_CALLS) return;
  throw new CallBudgetError(`The message has used its ${MAX_PROVIDER_CALLS} provider calls.`);
};

/** Takes one provider call from the message's budget before it is made. @throws CallBudgetError, LostMessageError */
const spendCall = async (ctx: CoreContext, run: Run, provider: string): Promise<void> => {
  refuseOverBudget(run);
  await updateJob(ctx, run, {
    $inc: { 'execution.provider_calls': 1 },
    $push: { 'saga.asked': { $each: [provider], $slice: -MAX_ASKED } },
  });
};

/** Who did not answer before this call, and why; nobody before the first. */
const findFailed = ({ job }: Run, first: Candidate): CallRequest['instead'] => {
  const [asked] = job.saga.asked ?? [];
  if (asked === undefined) return undefined;
  const reason = (job.execution.error_code ?? 'LLM_UNKNOWN').replace(/^LLM_/, '').toLowerCase();
  return { of: first.provider.name, reason };
};

const toGenerated = (result: CallResult, context: BuiltContext): GeneratedReply => ({
  text: result.text,
  llm_metadata: {
    ...result.candidate.settings,
    provider: result.provider,
    model: result.model,
    model_version: result.model_version,
    request_id: result.request_id,
    finish_reason: result.finish_reason,
    ...(result.requested_provider ? { requested_provider: result.requested_provider } : {}),
    ...(result.failover_reason ? { failover_reason: result.failover_reason } : {}),
    ...(result.cached ? { cached: true } : {}),
  },
  token_usage: result.usage,
  context_metadata: context.metadata,
  time_to_first_token_ms: Math.round(result.first_token_ms),
  llm_processing_time_ms: Math.round(result.total_ms),
});

const askForReply = async (
  ctx: CoreContext,
  run: Run,
  conversation: ConversationDoc,
): Promise<{ generated: GeneratedReply; token_lengths: number[] }> => {
  const settings = mergeLlmSettings(conversation, run.doc.llm_settings);
  const candidates = candidatesOf(ctx, settings);
  const context = await buildContext(ctx, conversation, run.doc);
  if (context.summarise_to !== undefined) run.toSummarise = { conversation, upTo: context.summarise_to };
  if (!hasStep(run, 'context_built')) await finishStep(ctx, run, 'context_built');
  refuseOverBudget(run);
  const asked = run.job.saga.asked ?? [];
  const sink = createTokenSink((text, index) => publishToken(ctx, run, text, index));
  const guard = await ctx.safety.guard();
  const { message_id, conversation_id, user_id } = run.doc;
  const attempt = run.job.execution.provider_calls + 1;
  const result = await callProvider(
    ctx,
    {
      candidates: orderByAsked(candidates, asked),
      messages: context.messages,
      signal: run.signal,
      origin: { purpose: 'reply', message_id, conversation_id, user_id, attempt },
      cache: mayBeCached(settings) ? { character_id: run.doc.character_id } : undefined,
      instead: findFailed(run, candidates[0]),
      async onCall({ provider, model }) {
        run.asked = { provider: provider.name, model };
        const names = new Set([...asked, provider.name]);
        run.hasOtherProvider = candidates.some((candidate) => !names.has(candidate.provider.name));
        await spendCall(ctx, run, provider.name);
      },
    },
    (text) => sink.write(guard.push(text)),
  );
  await sink.write(await guard.end(result.text));
  await sink.flush();
  return { token_lengths: sink.lengths, generated: toGenerated(result, context) };
};

/**
 * Has the model answer, sending the tokens to the watchers, and stores the answer in the job, so that a crash from here
 * on costs no second call.
 * @throws LlmError, CallBudgetError, LostMessageError
 */
export const generateReply = async (ctx: CoreContext, run: Run, conversation: ConversationDoc): Promise<void> => {
  const { generated, token_lengths } = await askForReply(ctx, run, conversation);
  await finishStep(ctx, run, 'llm_response_generated', {
    'saga.generated': generated,
    'saga.token_lengths': token_lengths,
  });
};
