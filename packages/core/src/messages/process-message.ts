import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { findConversation } from '../conversations/index.ts';
import { LlmError } from '../llm/index.ts';
import { isUnavailable } from '../mongo/index.ts';
import { isRedisAway } from '../redis/index.ts';
import { spentMs } from './attempts.ts';
import { claimMessage } from './claim-message.ts';
import { summariseConversation } from './context/summarise.ts';
import { complete, fail, release } from './end-run.ts';
import { CallBudgetError, generateReply, MAX_PROVIDER_CALLS } from './generate-reply.ts';
import { tokenEvents } from './progress.ts';
import { announceStep, finishStep, hasStep, keepLease, LostMessageError, publish, type Run, updateJob } from './run.ts';
import { saveReply } from './save-reply.ts';
import { countDeaths, isSuspect, MAX_DEATHS_ALONE, runAlone } from './suspects.ts';

export type ProcessOutcome =
  | { kind: 'completed' | 'failed' | 'nothing_to_do' }
  /** To be tried again after a while: another worker holds it, or the provider is to be given time. */
  | { kind: 'later'; retryAfterMs: number; reason: string };

const BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;
const TURN_MS = 500;

const isNeighbourAway = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code === 'UNAVAILABLE';

const UNEXPECTED = 'Something went wrong on our side.';

class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Once the message names its reply it can only complete. */
const isReplyDecided = ({ doc }: Run) => doc.reply_message_id !== undefined;

/** Sends again what an earlier worker had got, because watchers drop its tokens when this one takes over. */
const resendTokens = async (ctx: CoreContext, run: Run) => {
  const { generated, token_lengths } = run.job.saga;
  const text = generated?.text ?? '';
  const lengths = token_lengths ?? [];
  const sent = lengths.reduce((sum, length) => sum + length, 0);
  // fewer than the text has: the rest was kept back
  const shown = token_lengths ? text.slice(0, sent) : text;
  for (const event of tokenEvents(shown, lengths)) await publish(ctx, run, event);
};

/** From the step after the last one that is stored, whoever did it. */
const runSaga = async (ctx: CoreContext, run: Run): Promise<void> => {
  if (run.epoch > 1) await publish(ctx, run, { type: 'restart', attempt: run.epoch });
  await publish(ctx, run, { type: 'progress', step: 'processing' });
  for (const { name } of run.job.saga.steps) {
    if (name === 'llm_response_generated') await resendTokens(ctx, run);
    await announceStep(ctx, run, name);
  }
  if (!hasStep(run, 'llm_response_generated')) {
    const conversation = await findConversation(ctx, run.doc.conversation_id);
    if (!conversation) throw new RefusedError('CONVERSATION_GONE', 'The conversation no longer exists.');
    if (!hasStep(run, 'conversation_validated')) await finishStep(ctx, run, 'conversation_validated');
    run.signal.throwIfAborted();
    await generateReply(ctx, run, conversation);
  }
  if (!hasStep(run, 'response_saved')) await saveReply(ctx, run);
  if (!hasStep(run, 'analytics_updated')) {
    recordUsage(ctx, run);
    await finishStep(ctx, run, 'analytics_updated');
  }
  await complete(ctx, run);
};

const recordUsage = (ctx: CoreContext, run: Run) => {
  const usage = run.job.saga.generated?.token_usage;
  ctx.metrics.llmTokens.inc({ type: 'prompt' }, usage?.prompt_tokens ?? 0);
  ctx.metrics.llmTokens.inc({ type: 'completion' }, usage?.completion_tokens ?? 0);
};

type Stops = { stopping: AbortSignal; taken: AbortSignal; deadline: AbortSignal };

/** What another provider may answer all the same: not what was refused for what it says. */
const mayGoElsewhere = (error: LlmError): boolean =>
  error.retryable || (error.kind !== 'aborted' && error.code !== 'content_filter');

const afterLlmError = async (ctx: CoreContext, run: Run, error: LlmError): Promise<ProcessOutcome> => {
  const code = `LLM_${error.kind.toUpperCase()}`;
  if (!error.spent && error.retryable) return waitForOther(ctx, run, error, code);
  const goesOn = error.retryable || (run.hasOtherProvider === true && mayGoElsewhere(error));
  if (!goesOn || run.job.execution.provider_calls >= MAX_PROVIDER_CALLS) {
    await fail(ctx, run, code, error.message);
    return { kind: 'failed' };
  }
  const backoff = error.retryAfterMs ?? BACKOFF_MS * 2 ** (run.job.execution.attempts + 1);
  const retryAfterMs = run.hasOtherProvider ? 0 : Math.min(backoff, MAX_BACKOFF_MS);
  await release(ctx, run, { code, message: error.message }, retryAfterMs);
  return { kind: 'later', retryAfterMs, reason: code };
};

type Wait = { message: string; retryAfterMs?: number | undefined };

/**
 * Whom the message needs may not or cannot be asked now: waits for the next try as long as processing may take, at no
 * cost to the budget. Counts from when it was queued last, or first taken up: time in the queue is nobody's fault.
 */
const waitForOther = async (ctx: CoreContext, run: Run, error: Wait, code: string): Promise<ProcessOutcome> => {
  const now = ctx.now().getTime();
  const { created_at, queued_at, processing_started_at } = run.doc.timestamps;
  const begunAt = Math.max(...[created_at, queued_at, processing_started_at].map((at) => at?.getTime() ?? 0));
  const retryAfterMs = Math.ceil((error.retryAfterMs ?? BACKOFF_MS) * (1 + Math.random() / 4));
  if (now + retryAfterMs - begunAt > ctx.settings.MESSAGE_PROCESSING_TIMEOUT * 1_000) {
    await fail(ctx, run, code, error.message);
    return { kind: 'failed' };
  }
  await release(ctx, run, { code, message: error.message }, retryAfterMs, false);
  return { kind: 'later', retryAfterMs, reason: code };
};

const afterError = async (ctx: CoreContext, run: Run, error: unknown, stops: Stops): Promise<ProcessOutcome> => {
  if (stops.stopping.aborted) {
    await release(ctx, run, null);
    return { kind: 'later', retryAfterMs: 0, reason: 'the worker stops' };
  }
  // once a reply is decided the message can only complete, however long that takes
  if (isNeighbourAway(error) && !stops.deadline.aborted && !isReplyDecided(run)) {
    const seconds = error.details.retryAfterSeconds;
    const retryAfterMs = seconds === undefined ? undefined : seconds * 1_000;
    return waitForOther(ctx, run, { message: error.message, retryAfterMs }, error.code);
  }
  const refusal = refusalOf(run, error, stops);
  if (refusal) {
    await fail(ctx, run, refusal.code, refusal.message);
    return { kind: 'failed' };
  }
  if (error instanceof LlmError) return afterLlmError(ctx, run, error);
  return afterUnexpected(ctx, run, error);
};

/**
 * A store that is away costs the message nothing, but where it cannot be told so: then the lease runs out. Any other
 * error counts, and the last one ends it.
 */
const afterUnexpected = async (ctx: CoreContext, run: Run, error: unknown): Promise<ProcessOutcome> => {
  if (isUnavailable(error) || isRedisAway(error)) {
    await release(ctx, run, null);
    throw error;
  }
  const { attempts, max_attempts } = run.job.execution;
  if (!isReplyDecided(run) && attempts + 1 >= max_attempts) {
    ctx.log.error({ message_id: run.doc.message_id, error }, 'message given up after an unexpected error');
    await fail(ctx, run, 'INTERNAL', UNEXPECTED);
    return { kind: 'failed' };
  }
  await release(ctx, run, { code: 'INTERNAL', message: UNEXPECTED });
  throw error;
};

/** Why the message cannot be processed, however often it is tried; null when trying again makes sense. */
const refusalOf = (run: Run, error: unknown, stops: Stops): { code: string; message: string } | null => {
  if (isReplyDecided(run)) return null;
  if (stops.deadline.aborted) return { code: 'PROCESSING_TIMEOUT', message: 'Processing took longer than allowed.' };
  if (error instanceof RefusedError) return error;
  if (error instanceof DomainError) return { code: error.code, message: error.message };
  if (!(error instanceof CallBudgetError)) return null;
  const { error_code, error_message } = run.job.execution;
  return { code: error_code ?? 'CALL_BUDGET', message: error_message ?? error.message };
};

/**
 * Takes a message one way through the saga, from wherever it stands: validated → context → reply generated → saved →
 * completed; then, where that is due, has its conversation summarised for the next. Safe to run twice and at once: one worker holds the message, the others are told to come later. At most
 * three provider calls per message, crashes included.
 * @throws errors of the database, after which the same call may be made again
 */
export const processMessageOnce = async (
  ctx: CoreContext,
  messageId: string,
  worker: { id: string; stopping: AbortSignal },
): Promise<ProcessOutcome> => {
  const claim = await claimMessage(ctx, messageId, worker.id);
  if (claim.kind === 'done') return { kind: 'nothing_to_do' };
  if (claim.kind === 'busy')
    return { kind: 'later', retryAfterMs: claim.retryAfterMs, reason: 'held by another worker' };
  const taken = new AbortController();
  const late = new AbortController();
  const stops: Stops = { stopping: worker.stopping, taken: taken.signal, deadline: late.signal };
  const signal = AbortSignal.any(Object.values(stops));
  const run: Run = { doc: claim.doc, job: claim.job, epoch: claim.job.saga.epoch, workerId: worker.id, signal };
  const stopLease = keepLease(ctx, run, () => taken.abort());
  const work = async (): Promise<ProcessOutcome> => {
    const { MESSAGE_PROCESSING_TIMEOUT, MESSAGE_LEASE_SECONDS } = ctx.settings;
    const left = MESSAGE_PROCESSING_TIMEOUT * 1_000 - spentMs(run.job, MESSAGE_LEASE_SECONDS * 1_000);
    if (left <= 0) late.abort();
    const timer = setTimeout(() => late.abort(), left);
    try {
      if (isSuspect(run.job)) await countRunAlone(ctx, run);
      await runSaga(ctx, run);
      return { kind: 'completed' };
    } catch (error) {
      return await handleError(ctx, run, error, stops);
    } finally {
      clearTimeout(timer);
    }
  };
  let outcome: ProcessOutcome;
  try {
    outcome = isSuspect(run.job) ? ((await runAlone(work)) ?? (await waitForTurn(ctx, run, stops))) : await work();
  } finally {
    stopLease();
  }
  const { toSummarise: due } = run;
  if (due && outcome.kind === 'completed')
    await summariseConversation(ctx, due.conversation, due.upTo, worker.stopping);
  return outcome;
};

const waitForTurn = async (ctx: CoreContext, run: Run, stops: Stops): Promise<ProcessOutcome> => {
  try {
    await release(ctx, run, null);
    return { kind: 'later', retryAfterMs: TURN_MS * (1 + Math.random()), reason: 'another suspect runs' };
  } catch (error) {
    return await handleError(ctx, run, error, stops);
  }
};

const countRunAlone = async (ctx: CoreContext, run: Run) => {
  if (run.job.execution.runs_alone >= MAX_DEATHS_ALONE && !isReplyDecided(run)) {
    throw new RefusedError('POISON', `${countDeaths(run.job)} workers died while they worked on it.`);
  }
  await updateJob(ctx, run, { $inc: { 'execution.runs_alone': 1 } });
};

/** A worker that lost its message leaves it alone. */
const handleError = async (ctx: CoreContext, run: Run, error: unknown, stops: Stops): Promise<ProcessOutcome> => {
  if (!stops.taken.aborted && !(error instanceof LostMessageError)) {
    try {
      return await afterError(ctx, run, error, stops);
    } catch (later) {
      if (!(later instanceof LostMessageError)) throw later;
    }
  }
  ctx.log.warn({ message_id: run.doc.message_id, epoch: run.epoch }, 'another worker took the message over');
  return { kind: 'nothing_to_do' };
};
