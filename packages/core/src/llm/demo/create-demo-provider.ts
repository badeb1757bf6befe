import { setTimeout as sleep } from 'node:timers/promises';
import type { FinishReason, LlmSettings } from '@message-service/shared/llm';
import { LlmError } from '../llm-error.ts';
import type { Provider } from '../provider.ts';
import { estimateUsage } from '../token-usage.ts';
import { withDeadline } from '../with-deadline.ts';
import { composeReply } from './compose-reply.ts';
import { isSummaryTask, summariseTurns } from './summarise-turns.ts';

const NAME = 'demo';
const MODEL = 'demo-1';
const TIMEOUT_MS = 30_000;
const WORD_MS = 18;
const REPLY_MS = 1_200;

const limitReply = (text: string, settings: LlmSettings): { words: string[]; finish_reason: FinishReason } => {
  const stops = (settings.stop_sequences ?? []).map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  const words = text.slice(0, Math.min(text.length, ...stops)).split(/(?<=\s)/u);
  const limit = settings.max_tokens ?? words.length;
  return { words: words.slice(0, limit), finish_reason: words.length > limit ? 'length' : 'stop' };
};

/**
 * The provider that needs nothing: it answers from prepared phrases, says so in the first reply of a conversation, and
 * streams a reply in about a second. A word counts as a token.
 */
export const createDemoProvider = (options: { configured: boolean }): Provider => ({
  name: NAME,
  defaultModel: MODEL,
  configured: options.configured,
  generate: ({ messages, settings, signal }, onText) => {
    const startedAt = performance.now();
    return withDeadline({ provider: NAME, ms: TIMEOUT_MS, signal }, async (deadline) => {
      const { words, finish_reason } = limitReply(
        isSummaryTask(messages) ? summariseTurns(messages) : composeReply(messages),
        settings,
      );
      const text = words.join('');
      if (text.trim() === '') throw new LlmError('invalid_response', NAME, { code: 'empty' });
      const wordMs = Math.min(WORD_MS, REPLY_MS / words.length);
      let firstAt = 0;
      for (const word of words) {
        await sleep(wordMs, undefined, { signal: deadline.signal });
        if (firstAt === 0) firstAt = performance.now();
        await onText(word);
      }
      return {
        text,
        finish_reason,
        usage: estimateUsage(messages, text),
        provider: NAME,
        model: MODEL,
        model_version: MODEL,
        first_token_ms: firstAt - startedAt,
        total_ms: performance.now() - startedAt,
      };
    });
  },
  ping: async () => ({ response_time_ms: 0, models: [MODEL] }),
});
