import type { CoreContext } from '../context.ts';
import type { ConversationDoc } from '../conversations/index.ts';
import { LlmError } from '../llm/index.ts';
import { buildContext } from './build-context.ts';
import { mergeLlmSettings } from './merge-llm-settings.ts';
import type { GeneratedReply } from './processing-queue.ts';
import { openReplyGuard } from './reply-guard.ts';
import { finishStep, hasStep, publish, type Run, updateJob } from './run.ts';
import { createTokenSink } from './token-sink.ts';

/** Provider calls that one message may cost over all attempts and crashes. */
export const MAX_PROVIDER_CALLS = 3;

/** The message has used up its provider calls, for example because its worker died each time. */
export class CallBudgetError extends Error {
  override readonly name = 'CallBudgetError';
}

/** Takes one provider call from the message's budget before it is made. @throws CallBudgetError, LostMessageError */
const spendCall = async (ctx: CoreContext, run: Run): Promise<void> => {
  if (run.job.execution.provider_calls >= MAX_PROVIDER_CALLS) {
    throw new CallBudgetError(`The message has used its ${MAX_PROVIDER_CALLS} provider calls.`);
  }
  await updateJob(ctx, run, { $inc: { 'execution.provider_calls': 1 } });
};

const callProvider = async (
  ctx: CoreContext,
  run: Run,
  conversation: ConversationDoc,
): Promise<{ generated: GeneratedReply; token_lengths: number[] }> => {
  const settings = mergeLlmSettings(conversation, run.doc.llm_settings);
  const provider = ctx.llm.get(settings.provider);
  const model = settings.model ?? provider.defaultModel;
  const context = await buildContext(ctx, conversation, run.doc);
  if (!hasStep(run, 'context_built')) await finishStep(ctx, run, 'context_built');
  await spendCall(ctx, run);
  const sink = createTokenSink((text, index) => publish(ctx, run, { type: 'token', text, index }));
  const guard = await openReplyGuard(ctx.safety);
  ctx.metrics.llmRequests.inc({ provider: provider.name, model });
  try {
    const result = await provider.generate(
      { messages: context.messages, model, settings, signal: run.signal },
      (text) => sink.write(guard.push(text)),
    );
    await sink.write(await guard.end(result.text));
    await sink.flush();
    ctx.metrics.llmResponse.observe({ provider: provider.name }, result.total_ms / 1_000);
    const { provider: _, model: __, ...parameters } = settings;
    return {
      token_lengths: sink.lengths,
      generated: {
        text: result.text,
        llm_metadata: {
          ...parameters,
          provider: result.provider,
          model: result.model,
          model_version: result.model_version,
          request_id: result.request_id,
          finish_reason: result.finish_reason,
        },
        token_usage: result.usage,
        context_metadata: context.metadata,
        time_to_first_token_ms: Math.round(result.first_token_ms),
        llm_processing_time_ms: Math.round(result.total_ms),
      },
    };
  } catch (error) {
    const kind = error instanceof LlmError ? error.kind : 'unknown';
    ctx.metrics.llmErrors.inc({ provider: provider.name, error_type: kind });
    throw error;
  }
};

/**
 * Has the model answer, sending the tokens to the watchers, and stores the answer in the job, so that a crash from here
 * on costs no second call.
 * @throws LlmError, CallBudgetError, LostMessageError
 */
export const generateReply = async (ctx: CoreContext, run: Run, conversation: ConversationDoc): Promise<void> => {
  const { generated, token_lengths } = await callProvider(ctx, run, conversation);
  await finishStep(ctx, run, 'llm_response_generated', {
    'saga.generated': generated,
    'saga.token_lengths': token_lengths,
  });
};
