import { newId } from '@message-service/shared/ids';
import type { LlmSettings } from '@message-service/shared/llm';
import type { CoreContext } from '../../context.ts';
import type { ConversationDoc } from '../../conversations/index.ts';
import { type Candidate, callProvider, candidatesOf, describeModel, LlmError } from '../../llm/index.ts';
import { isDuplicateKey } from '../../mongo/index.ts';
import { conversationSummaries, findSummary, type MadeSummary } from '../conversation-summaries.ts';
import { mergeLlmSettings } from '../merge-llm-settings.ts';
import { findRange } from '../messages.ts';
import { cutToFit } from './fit-window.ts';
import { IN_SIGHT, TEXT, textForModel } from './read-window.ts';
import { toSummaryPrompt } from './summary-prompt.ts';
import { tokenizerOf } from './tokenizers.ts';

export type Summarised = 'made' | 'not_needed' | 'held' | 'outdated' | 'failed';

/** Messages that one summary takes in at most, the newest; and the numbers among which they are looked for. */
const MAX_MESSAGES = 100;
const MAX_NUMBERS = 500;
/** Of what the model takes, for the texts; the rest is for the task and the summary. */
const INPUT_SHARE = 0.75;
const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;
/** How long after a call's deadline another may try: also the pause after one that failed. */
const LEASE_MARGIN_MS = 30_000;

/** Whether what is older than the window of this conversation is summarised. */
export const isCompressed = (
  { settings }: Pick<CoreContext, 'settings'>,
  conversation: Pick<ConversationDoc, 'settings'>,
): boolean => conversation.settings.context_compression ?? settings.CONTEXT_COMPRESSION;

const candidatesFor = (ctx: CoreContext, conversation: ConversationDoc): [Candidate, ...Candidate[]] => {
  const { provider, model, failover } = mergeLlmSettings(conversation, undefined);
  const settings: LlmSettings = { temperature: 0, max_tokens: ctx.settings.CONTEXT_SUMMARY_TOKENS };
  if (provider) settings.provider = provider;
  if (model) settings.model = model;
  if (failover) settings.failover = failover;
  return candidatesOf(ctx, settings);
};

const inputLimit = (ctx: CoreContext, { provider, model }: Candidate): number => {
  const { context_window } = describeModel(provider.name, model);
  return Math.floor(
    INPUT_SHARE * Math.min(ctx.settings.MAX_CONTEXT_TOKENS, context_window ?? Number.POSITIVE_INFINITY),
  );
};

/** Holds the making of the next summary for one: null while another does, or when there is another one by now. */
const takeLease = async (
  ctx: CoreContext,
  { _id, user_id }: ConversationDoc,
  known: MadeSummary | null,
): Promise<string | null> => {
  const now = ctx.now().getTime();
  const by = newId('sum', now);
  const until = new Date(now + ctx.settings.LLM_REQUEST_TIMEOUT * 1_000 + LEASE_MARGIN_MS);
  const free = [{ lease: { $exists: false } }, { 'lease.until': { $lte: new Date(now) } }];
  try {
    const taken = await conversationSummaries(ctx).updateOne(
      { _id, 'made.summary_id': known ? known.summary_id : { $exists: false }, $or: free },
      { $set: { lease: { by, until } }, $setOnInsert: { user_id, expires_at: new Date(now + KEPT_DAYS * DAY_MS) } },
      { upsert: known === null },
    );
    return taken.matchedCount + taken.upsertedCount === 1 ? by : null;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
};

type Source = Pick<MadeSummary, 'from' | 'to' | 'messages' | 'source_tokens'> & {
  turns: { role: 'user' | 'assistant' | 'system'; text: string }[];
};

/** The messages that the summary does not know yet, oldest first: the newest that fit what the model takes. */
const readSource = async (
  ctx: CoreContext,
  conversationId: string,
  known: MadeSummary | null,
  upTo: number,
  { model, limit }: { model: string; limit: number },
): Promise<Source | null> => {
  const tokenizer = tokenizerOf(model);
  const from = Math.max(1, (known?.to ?? 0) + 1, upTo - MAX_NUMBERS + 1);
  const range = { conversation_id: conversationId, from, to: upTo, limit: MAX_MESSAGES, direction: 'desc' } as const;
  const docs = await findRange(ctx, range, IN_SIGHT, TEXT);
  const turns: Source['turns'] = [];
  let left = limit - (known ? await tokenizer.count(known.text) : 0);
  let source_tokens = known?.source_tokens ?? 0;
  let oldest = upTo;
  for (const doc of docs) {
    const text = textForModel(doc);
    const tokens = await tokenizer.count(text);
    if (tokens > left && turns.length > 0) break;
    const cut = await cutToFit(text, tokens, left, tokenizer);
    turns.unshift({ role: doc.role, text: cut.text });
    left -= cut.tokens;
    source_tokens += tokens;
    oldest = doc.sequence_number;
  }
  if (turns.length === 0) return null;
  const messages = (known?.messages ?? 0) + turns.length;
  return { turns, from: known?.from ?? oldest, to: upTo, messages, source_tokens };
};

const giveUp = (ctx: CoreContext, _id: string, by: string) =>
  conversationSummaries(ctx).updateOne({ _id, 'lease.by': by }, { $unset: { lease: '' } });

const make = async (
  ctx: CoreContext,
  conversation: ConversationDoc,
  known: MadeSummary | null,
  upTo: number,
  { by, signal }: { by: string; signal: AbortSignal },
): Promise<Summarised> => {
  const { _id, user_id } = conversation;
  const candidates = candidatesFor(ctx, conversation);
  const [{ model }] = candidates;
  const source = await readSource(ctx, _id, known, upTo, { model, limit: inputLimit(ctx, candidates[0]) });
  if (!source) {
    await giveUp(ctx, _id, by);
    return 'not_needed';
  }
  const { turns, ...range } = source;
  const result = await callProvider(
    ctx,
    {
      candidates,
      messages: toSummaryPrompt(known?.text ?? null, turns),
      signal,
      origin: { purpose: 'summary', message_id: null, conversation_id: _id, user_id, attempt: 1 },
    },
    () => undefined,
  );
  const verdict = await ctx.safety.check(result.text);
  if (verdict.decision === 'blocked') return 'failed';
  const made_at = ctx.now();
  const made: MadeSummary = {
    ...range,
    summary_id: by,
    text: verdict.sanitized_text ?? result.text,
    provider: result.provider,
    model: result.model,
    made_at,
  };
  const { matchedCount } = await conversationSummaries(ctx).updateOne(
    { _id, 'lease.by': by },
    { $set: { made, expires_at: new Date(made_at.getTime() + KEPT_DAYS * DAY_MS) }, $unset: { lease: '' } },
  );
  return matchedCount === 1 ? 'made' : 'outdated';
};

/**
 * Has the model summarise a conversation up to a number: what was summarised before, with the messages since. One call,
 * bounded in what it takes and gives; of several at once one makes it. Nothing waits for it and it never throws: when it
 * fails, contexts go without, and the next try is a minute later. What changes meanwhile makes it void.
 */
export const summariseConversation = async (
  ctx: CoreContext,
  conversation: ConversationDoc,
  upTo: number,
  signal: AbortSignal,
): Promise<Summarised> => {
  const { _id } = conversation;
  let by: string | null = null;
  try {
    const known = await findSummary(ctx, _id);
    if (known && known.to >= upTo) return 'not_needed';
    by = await takeLease(ctx, conversation, known);
    return by === null ? 'held' : await make(ctx, conversation, known, upTo, { by, signal });
  } catch (error) {
    if (by !== null && signal.aborted) await giveUp(ctx, _id, by).catch(() => undefined);
    const fault = error instanceof LlmError ? { kind: error.kind, provider: error.provider } : { error };
    ctx.log.warn({ conversation_id: _id, ...fault }, 'conversation not summarised');
    return 'failed';
  }
};
