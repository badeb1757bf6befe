import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { newId } from '@message-service/shared/ids';
import type { ProcessLlmInput, ProcessLlmResult } from '@message-service/shared/llm';
import type { CoreContext } from '../context.ts';
import { getCharacter } from '../external/index.ts';
import { type LimitState, releaseMessageSlot, takeMessageSlot } from '../limits/index.ts';
import { type CallResult, callProvider } from './call-provider.ts';
import { candidatesOf, orderByAsked } from './candidates.ts';
import { demandLlmSettings } from './demand-llm-settings.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { LlmError } from './llm-error.ts';
import type { ChatMessage, OnText } from './provider.ts';
import { mayBeCached } from './response-cache.ts';

/** Whoever waits for the answer waits no longer than this, and pays for no more calls than this. */
const DEADLINE_MS = 55_000;
const MAX_CALLS = 3;
const BACKOFF_MS = 500;
const LONGEST_WAIT_MS = 5_000;

export type ProcessOptions = {
  signal: AbortSignal;
  onText?: OnText;
  /** Told how much of the user's limits is left. */
  onLimit?: (state: LimitState) => void;
};

const DAY_MS = 86_400_000;

const blocked = (what: string) => new DomainError('CONTENT_BLOCKED', `The ${what} was blocked.`);

const toDomainError = (error: LlmError): DomainError => {
  const extra = { provider: error.provider, error: error.kind };
  if (error.kind === 'rejected') {
    const errors = [{ path: 'llm', message: error.message }];
    return new DomainError('VALIDATION_FAILED', error.message, { errors, extra });
  }
  if (error.kind === 'over_budget') {
    const untilTomorrow = Math.ceil((DAY_MS - (Date.now() % DAY_MS)) / 1_000);
    return new DomainError('RATE_LIMITED', error.message, { retryAfterSeconds: untilTomorrow, extra });
  }
  const retryAfterSeconds = Math.max(1, Math.ceil((error.retryAfterMs ?? LONGEST_WAIT_MS) / 1_000));
  return new DomainError('UNAVAILABLE', error.message, { retryAfterSeconds, extra });
};

/** How long to wait before the next call; null when there is to be none. */
const waitBefore = (error: unknown, calls: number, hasOther: boolean): number | null => {
  if (!(error instanceof LlmError) || !error.spent || error.kind === 'aborted' || calls >= MAX_CALLS) return null;
  if (hasOther && error.code !== 'content_filter') return 0;
  if (!error.retryable) return null;
  const wait = Math.max(error.retryAfterMs ?? 0, BACKOFF_MS * 2 ** calls);
  return wait > LONGEST_WAIT_MS ? null : wait;
};

const buildMessages = async (ctx: CoreContext, input: ProcessLlmInput): Promise<ChatMessage[]> => {
  const character = input.character_id ? await getCharacter(ctx, input.character_id) : null;
  const messages: ChatMessage[] = [
    ...(character ? [{ role: 'system' as const, content: character.system_prompt }] : []),
    ...input.messages,
  ];
  const tokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  if (tokens <= ctx.settings.MAX_CONTEXT_TOKENS) return messages;
  throw new DomainError('VALIDATION_FAILED', 'The prompt is too long.', {
    errors: [{ path: 'messages', message: `at most ${ctx.settings.MAX_CONTEXT_TOKENS} tokens together` }],
  });
};

const answer = async (
  ctx: CoreContext,
  identity: Identity,
  input: ProcessLlmInput,
  { signal, onText = () => undefined }: ProcessOptions,
): Promise<CallResult> => {
  const settings = input.llm ?? {};
  const messages = await buildMessages(ctx, input);
  const said = input.messages.flatMap(({ role, content }) => (role === 'assistant' ? [] : [content]));
  if ((await ctx.safety.check(said.join('\n\n'))).decision === 'blocked') throw blocked('prompt');
  const candidates = candidatesOf(ctx, settings);
  const asked: string[] = [];
  let shown = false;
  let reason = '';
  for (let calls = 1; ; calls++) {
    try {
      return await callProvider(
        ctx,
        {
          candidates: orderByAsked(candidates, asked),
          messages,
          signal,
          origin: {
            purpose: 'process',
            message_id: null,
            conversation_id: null,
            user_id: identity.user_id,
            attempt: calls,
          },
          instead: asked.length > 0 ? { of: candidates[0].provider.name, reason } : undefined,
          cache: mayBeCached(settings) ? { character_id: input.character_id ?? null } : undefined,
          onCall: async ({ provider }) => void asked.push(provider.name),
        },
        async (text) => {
          shown = true;
          await onText(text);
        },
      );
    } catch (error) {
      const wait = shown ? null : waitBefore(error, calls, candidates.length > new Set(asked).size);
      if (wait === null) throw error;
      if (error instanceof LlmError) reason = error.kind;
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
};

/**
 * Has a prompt answered at once: limited, judged, gated and noted down as a message's is, with at most three provider
 * calls, and stored nowhere. The pieces of the answer go to `onText`; nothing is asked again once one has.
 * @throws DomainError VALIDATION_FAILED, NOT_FOUND (character), RATE_LIMITED, CONTENT_BLOCKED, UNAVAILABLE (no provider
 *   answers, with its fault in words)
 */
export const processPrompt = async (
  ctx: CoreContext,
  identity: Identity,
  input: ProcessLlmInput,
  options: ProcessOptions,
): Promise<ProcessLlmResult> => {
  if (input.llm) demandLlmSettings(ctx, input.llm, 'llm');
  const id = newId('call', ctx.now().getTime());
  options.onLimit?.(await takeMessageSlot(ctx, identity.user_id, id));
  try {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(DEADLINE_MS)]);
    const {
      candidate: _,
      cached = false,
      usage,
      ...result
    } = await answer(ctx, identity, input, { ...options, signal });
    if ((await ctx.safety.check(result.text)).decision === 'blocked') throw blocked('answer');
    return { ...result, cached, token_usage: usage };
  } catch (error) {
    throw error instanceof LlmError ? toDomainError(error) : error;
  } finally {
    await releaseMessageSlot(ctx, identity.user_id, id);
  }
};
