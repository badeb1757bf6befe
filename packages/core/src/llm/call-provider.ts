import { newId } from '@message-service/shared/ids';
import type { ProviderName } from '@message-service/shared/llm';
import { type BudgetHold, releaseBudgets, settleBudgets } from '../budgets/index.ts';
import type { CoreContext } from '../context.ts';
import { type BreakerOutcome, enterGate, type OpenCall, settleCall } from '../gate/index.ts';
import { countCached } from '../metrics/index.ts';
import type { Candidate } from './candidates.ts';
import { holdBudgets } from './hold-budgets.ts';
import { beginCall, type CallOrigin, endCallBadly, endCallWell, noteCached } from './ledger/record-call.ts';
import { LlmError, type LlmErrorKind } from './llm-error.ts';
import { type Cost, costOf, withCost } from './prices/price-usage.ts';
import type { ChatMessage, GenerateResult, OnText } from './provider.ts';
import { providerGate } from './provider-gate.ts';
import { cacheKeyOf, keepAnswer, readCached } from './response-cache.ts';

type Ctx = Pick<CoreContext, 'db' | 'redis' | 'settings' | 'log' | 'now' | 'metrics'>;

export type CallRequest = {
  /** In the order in which they are to be asked; the first that the gate lets through is. */
  candidates: readonly Candidate[];
  messages: ChatMessage[];
  signal: AbortSignal;
  origin: CallOrigin;
  /** Who should answer, when somebody else was asked before, and why that one did not. */
  instead?: { of: ProviderName; reason: string } | undefined;
  /** Where an answer that was given before will do: the character that the context is of. */
  cache?: { character_id: string | null } | undefined;
  /** Told, and waited for, once it is sure that a call will be made and before it is. */
  onCall?(candidate: Candidate): Promise<void>;
};

export type CallResult = GenerateResult & {
  /** What was asked of whom. */
  candidate: Candidate;
  requested_provider?: ProviderName;
  failover_reason?: string;
  cached?: true;
};

/** What a fault says of the provider: a request that it refuses, or a limit that it keeps, shows that it works. */
const OUTCOMES: Record<LlmErrorKind, BreakerOutcome> = {
  timeout: 'failed',
  unreachable: 'failed',
  server_error: 'failed',
  invalid_response: 'failed',
  too_large: 'failed',
  unauthorized: 'failed',
  rate_limited: 'ok',
  rejected: 'ok',
  aborted: 'unknown',
  left_alone: 'unknown',
  overloaded: 'unknown',
  over_budget: 'unknown',
};

/** How long one waits who was refused: until the next try, but for a place, or for a probe, no more than a moment. */
const MOMENT_MS = 1_000;
const HELD_MS = 5_000;

type Refused = { provider: ProviderName; why: 'open' | 'probing' | 'full' | 'held'; waitMs: number };

const toWait = ({ why, waitMs }: Refused): number => {
  if (why === 'held') return HELD_MS;
  return why === 'open' ? waitMs : MOMENT_MS;
};

const refusalOf = (refusals: readonly Refused[]): LlmError => {
  const [first = { provider: 'demo' as const, why: 'full' as const, waitMs: 0 }] = refusals;
  const retryAfterMs = Math.min(...refusals.map(toWait));
  const kind = first.why === 'full' ? 'overloaded' : 'left_alone';
  const code = first.why === 'held' ? 'held by an operator' : `next try in ${Math.ceil(retryAfterMs / 1_000)} s`;
  return new LlmError(kind, first.provider, { retryAfterMs, code });
};

/** The first that may be asked. @throws LlmError left_alone or overloaded, with when to come again */
const enterFirst = async (
  ctx: Ctx,
  candidates: readonly Candidate[],
  id: string,
): Promise<{ candidate: Candidate; open: OpenCall; skipped: Refused | undefined }> => {
  const refusals: Refused[] = [];
  for (const candidate of candidates) {
    const { name } = candidate.provider;
    const entry = await enterGate(providerGate(ctx), name, id);
    if ('id' in entry) return { candidate, open: entry, skipped: refusals[0] };
    refusals.push({ provider: name, why: entry.why, waitMs: entry.waitMs });
  }
  throw refusalOf(refusals);
};

const noteTurn = ({ metrics, log }: Ctx, provider: ProviderName, turned: 'opened' | 'closed' | null) => {
  if (!turned) return;
  metrics.llmBreakerTurns.inc({ provider, turned });
  log.warn({ provider, turned }, 'breaker of a provider');
};

const describe = (error: LlmError, origin: CallOrigin, at: Date) => ({
  at: at.toISOString(),
  kind: error.kind,
  code: error.code ?? null,
  status: error.status ?? null,
  message_id: origin.message_id,
});

const NOTHING_USED = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, estimated: false };

/** The answer that was given before, its saved cost counted. */
const answerAgain = async (
  ctx: Ctx,
  { origin }: CallRequest,
  candidate: Candidate,
  kept: GenerateResult,
): Promise<CallResult> => {
  const { name } = candidate.provider;
  const saved = costOf(kept.usage, name, candidate.model);
  const facts = { ...origin, call_id: newId('call', ctx.now().getTime()), provider: name, model: candidate.model };
  await noteCached(ctx, { ...facts, probe: false }, kept, saved);
  ctx.metrics.llmCachedReplies.inc({ provider: name });
  ctx.metrics.llmSavedCost.inc(saved.total / 1e9);
  const usage = withCost(NOTHING_USED, { ...saved, prompt: 0, completion: 0, total: 0 });
  return { ...kept, usage: { ...usage, saved_cost: saved.total / 1e9 }, candidate, cached: true };
};

/**
 * One provider call: let through by the gate, noted in the ledger before it is made and when it has ended, and counted.
 * Whoever it goes to, its place is given back when it ends, by its deadline at the latest.
 * @throws LlmError, also when nobody may be asked now; what `onCall` or `onText` throw is passed on as it is
 */
const makeCall = async (ctx: Ctx, request: CallRequest, onText: OnText): Promise<CallResult> => {
  const { origin, messages, signal } = request;
  const id = newId('call', ctx.now().getTime());
  const { candidate, open, skipped } = await enterFirst(ctx, request.candidates, id);
  const { provider, model, settings } = candidate;
  const { name } = provider;
  const instead =
    request.instead ??
    (skipped && { of: skipped.provider, reason: skipped.why === 'full' ? 'overloaded' : 'left_alone' });
  const moved =
    instead && instead.of !== name ? { requested_provider: instead.of, failover_reason: instead.reason } : {};
  const askedInsteadOf = moved.requested_provider;
  const begun = beginCall(ctx, { ...origin, call_id: id, provider: name, model, probe: open.probe, ...moved });
  let startedAt = performance.now();
  let held: BudgetHold | undefined;

  const endWell = async (result: GenerateResult, cost: Cost) => {
    ctx.metrics.llmResponse.observe({ provider: name }, result.total_ms / 1_000);
    const [turned] = await Promise.all([
      settleCall(providerGate(ctx), open, { outcome: 'ok', ...(askedInsteadOf ? { askedInsteadOf } : {}) }),
      endCallWell(ctx, id, result, cost),
      held && settleBudgets(ctx, held, { tokens: result.usage.total_tokens, nanos: cost.total }),
    ]);
    noteTurn(ctx, name, turned);
  };
  const endBadly = async (error: unknown) => {
    const fault = error instanceof LlmError ? error : null;
    ctx.metrics.llmErrors.inc({ provider: name, error_type: fault?.kind ?? 'unknown' });
    const isFault = fault && fault.kind !== 'aborted';
    const [turned] = await Promise.all([
      settleCall(providerGate(ctx), open, {
        outcome: fault ? OUTCOMES[fault.kind] : 'unknown',
        ...(isFault ? { error: describe(fault, origin, ctx.now()) } : {}),
        ...(askedInsteadOf ? { askedInsteadOf } : {}),
      }),
      endCallBadly(ctx, id, fault, performance.now() - startedAt),
      held && releaseBudgets(ctx, held),
    ]);
    noteTurn(ctx, name, turned);
  };

  let result: GenerateResult;
  try {
    const ready = holdBudgets(ctx, id, origin.user_id, candidate, messages).then(async (hold) => {
      held = hold;
      await request.onCall?.(candidate);
    });
    await Promise.all([begun, ready]);
    startedAt = performance.now();
    ctx.metrics.llmRequests.inc({ provider: name, model });
    if (askedInsteadOf) ctx.metrics.llmFailovers.inc({ from: askedInsteadOf, to: name });
    result = await provider.generate({ messages, model, settings, signal }, onText);
  } catch (error) {
    await begun.then(
      () => endBadly(error),
      () => settleCall(providerGate(ctx), open, { outcome: 'unknown' }),
    );
    throw error;
  }
  const cost = costOf(result.usage, name, model);
  await endWell(result, cost);
  return { ...result, usage: withCost(result.usage, cost), candidate, ...moved };
};

/** One provider call, or none when the answer was given before and may be given again. @throws as `makeCall` */
export const callProvider = async (ctx: Ctx, request: CallRequest, onText: OnText): Promise<CallResult> => {
  const [wanted] = request.candidates;
  if (!request.cache || !wanted) return makeCall(ctx, request, onText);
  const key = cacheKeyOf(ctx, request.messages, request.cache.character_id, wanted);
  const kept = await readCached(ctx, key, wanted);
  countCached(ctx.metrics, 'llm_response', kept ? { hits: 1, misses: 0 } : { hits: 0, misses: 1 });
  if (kept) {
    await onText(kept.text);
    return answerAgain(ctx, request, wanted, kept);
  }
  const result = await makeCall(ctx, request, onText);
  if (result.candidate === wanted) await keepAnswer(ctx, key, result);
  return result;
};
