import type { MessageRole } from '@message-service/shared/messages';
import type { Tokenizer } from './tokenizers.ts';

/** A message as the model is to read it. `tokens` once they were counted. */
export type Turn = {
  message_id: string;
  sequence_number: number;
  role: MessageRole;
  text: string;
  tokens?: number | undefined;
};
export type SentTurn = Turn & { tokens: number; cut?: true };

export type Fitted = {
  prompt: { text: string; tokens: number; cut?: true };
  /** Oldest first. */
  sent: SentTurn[];
  /** Sequence numbers that the token limit kept out, newest first. */
  over_limit: number[];
  tokens: number;
};

/** What the prompt may take of the limit, so that there is room for what is to be answered. */
const PROMPT_SHARE = 0.75;
const SHRINK = 0.95;

type Counted = { text: string; tokens: number; cut?: true };

/** The beginning of the text that comes to at most `limit` tokens; all of it when it does. */
export const cutToFit = async (
  text: string,
  known: number | undefined,
  limit: number,
  by: Tokenizer,
): Promise<Counted> => {
  let tokens = known ?? (await by.count(text));
  if (tokens <= limit) return { text, tokens };
  let characters = Array.from(text);
  while (tokens > limit) {
    characters = characters.slice(0, Math.floor((characters.length * limit * SHRINK) / tokens));
    tokens = await by.count(characters.join(''));
  }
  return { text: characters.join(''), tokens, cut: true };
};

/**
 * What fits: the prompt, then of `newestFirst` the newest `size` turns without a gap, together at most `limit` tokens.
 * The newest, which is to be answered, is always sent, its end cut off when it alone is too long. Turns are counted only
 * until one no longer fits, and keep their count.
 */
export const fitWindow = async (
  prompt: string,
  newestFirst: readonly Turn[],
  { size, limit, tokenizer }: { size: number; limit: number; tokenizer: Tokenizer },
): Promise<Fitted> => {
  const head = await cutToFit(prompt, undefined, Math.floor(limit * PROMPT_SHARE), tokenizer);
  const turns = newestFirst.slice(0, size);
  const sent: SentTurn[] = [];
  let { tokens } = head;
  for (const turn of turns) {
    turn.tokens ??= await tokenizer.count(turn.text);
    if (tokens + turn.tokens > limit && sent.length > 0) break;
    const fitted = await cutToFit(turn.text, turn.tokens, limit - tokens, tokenizer);
    tokens += fitted.tokens;
    sent.unshift({ ...turn, ...fitted });
  }
  return {
    prompt: head,
    sent,
    over_limit: turns.slice(sent.length).map(({ sequence_number }) => sequence_number),
    tokens,
  };
};
