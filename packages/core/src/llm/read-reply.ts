import type { LanguageModelV3StreamPart } from '@ai-sdk/provider';
import type { FinishReason, ProviderName, TokenUsage } from '@message-service/shared/llm';
import { classifyError, classifyErrorEvent } from './classify-error.ts';
import { createTextCleaner } from './clean-text.ts';
import { LlmError } from './llm-error.ts';
import type { ChatMessage, OnText } from './provider.ts';
import { type ReportedUsage, readUsage } from './token-usage.ts';

/** Once the reply is whole, how long its usage figures are waited for. */
const TRAILER_MS = 1_000;

export type Reply = {
  text: string;
  finish_reason: FinishReason;
  usage: TokenUsage;
  model_version?: string;
  request_id?: string;
  firstTextAt: number;
};

export type ReadOptions = {
  provider: ProviderName;
  messages: ChatMessage[];
  maxCharacters: number;
  signal: AbortSignal;
  onText: OnText;
  /** The provider's own finish reason, when this event of the stream carries one. */
  readFinish(rawEvent: unknown): string | undefined;
};

const toFinishReason = (raw: string): FinishReason => {
  if (raw === 'length' || raw === 'max_tokens' || raw === 'model_context_window_exceeded') return 'length';
  return raw === 'content_filter' || raw === 'refusal' ? 'content_filter' : 'stop';
};

const limitLine = (text: string | undefined) => text?.slice(0, 200);

type Next = LanguageModelV3StreamPart | null;

/**
 * Reads part by part, null at the end. After `whole()` the reply is whole: then the end is waited for no longer than
 * a second and a broken stream counts as ended, for only the usage figures can be lost.
 */
const createPartReader = (stream: ReadableStream<LanguageModelV3StreamPart>, provider: ProviderName) => {
  const reader = stream.getReader();
  let timer: NodeJS.Timeout | undefined;
  let late: Promise<null> | undefined;

  return {
    whole() {
      late ??= new Promise((resolve) => {
        timer = setTimeout(resolve, TRAILER_MS, null);
      });
    },
    async next(): Promise<Next> {
      try {
        const reading = reader.read();
        const result = late ? await Promise.race([reading, late]) : await reading;
        return result === null || result.done ? null : result.value;
      } catch (error) {
        if (late) return null;
        throw classifyError(error, provider);
      }
    },
    close() {
      clearTimeout(timer);
    },
  };
};

const checkReply = (text: string, finish: string | undefined, provider: ProviderName): FinishReason => {
  if (finish === undefined) throw new LlmError('invalid_response', provider, { code: 'no_finish_reason' });
  if (finish === 'error') throw new LlmError('server_error', provider, { code: 'finish_error' });
  const reason = toFinishReason(finish);
  if (text.trim() !== '') return reason;
  if (reason === 'content_filter') throw new LlmError('rejected', provider, { code: 'content_filter' });
  throw new LlmError('invalid_response', provider, { code: 'empty' });
};

/**
 * Reads a stream to the end of its reply. A stream without a finish reason, with an event that cannot be read or without
 * any text is no short success but an error.
 * @throws LlmError; what `onText` throws is passed on as it is
 */
export const readReply = async (
  stream: ReadableStream<LanguageModelV3StreamPart>,
  options: ReadOptions,
): Promise<Reply> => {
  const { provider, signal, onText, maxCharacters } = options;
  const parts = createPartReader(stream, provider);
  const cleaner = createTextCleaner();
  const named: Pick<Reply, 'model_version' | 'request_id'> = {};
  let text = '';
  let firstTextAt = 0;
  let finish: string | undefined;
  let figures: ReportedUsage = {};

  const take = async (piece: string) => {
    if (piece === '') return;
    if (firstTextAt === 0) firstTextAt = performance.now();
    text += piece;
    if (text.length > maxCharacters) throw new LlmError('too_large', provider);
    await onText(piece);
    signal.throwIfAborted();
  };

  try {
    for (let part = await parts.next(); part !== null; part = await parts.next()) {
      if (part.type === 'raw') {
        finish ??= options.readFinish(part.rawValue);
        if (finish !== undefined) parts.whole();
      } else if (part.type === 'text-delta') await take(cleaner.push(part.delta));
      else if (part.type === 'response-metadata') {
        named.model_version = limitLine(part.modelId);
        named.request_id = limitLine(part.id);
      } else if (part.type === 'error' && finish === undefined) {
        throw part.error instanceof Error
          ? classifyError(part.error, provider)
          : classifyErrorEvent(part.error, provider);
      } else if (part.type === 'finish') {
        const { inputTokens, outputTokens } = part.usage;
        figures = {
          prompt: inputTokens.total,
          completion: outputTokens.total,
          cached: inputTokens.cacheRead,
          reasoning: outputTokens.reasoning,
        };
        break;
      }
    }
    await take(cleaner.end());
  } finally {
    parts.close();
  }
  const finish_reason = checkReply(text, finish, provider);
  return { ...named, text, finish_reason, usage: readUsage(figures, options.messages, text), firstTextAt };
};
