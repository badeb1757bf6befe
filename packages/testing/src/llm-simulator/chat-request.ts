export type ChatRequest = {
  model: string;
  stream: boolean;
  includeUsage: boolean;
  maxTokens: number;
  lastUserText: string;
  promptTokens: number;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readText = (content: unknown): string => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isRecord(part) && typeof part.text === 'string' ? part.text : '')).join('');
};

const readMaxTokens = (body: Record<string, unknown>) => {
  const value = body.max_completion_tokens ?? body.max_tokens;
  return typeof value === 'number' && value >= 1 ? value : Number.POSITIVE_INFINITY;
};

/** Reads a chat request of either dialect; null when it has no messages. Prompt tokens are characters / 4. */
export const parseChatRequest = (body: unknown, defaultModel: string): ChatRequest | null => {
  if (!isRecord(body) || !Array.isArray(body.messages) || body.messages.length === 0) return null;
  const messages = body.messages.filter(isRecord);
  const texts = messages.map((message) => readText(message.content));
  const lastUser = messages.findLastIndex((message) => message.role === 'user');
  const characters = texts.reduce((sum, text) => sum + text.length, readText(body.system).length);
  return {
    model: typeof body.model === 'string' ? body.model : defaultModel,
    stream: body.stream === true,
    includeUsage: isRecord(body.stream_options) && body.stream_options.include_usage === true,
    maxTokens: readMaxTokens(body),
    lastUserText: texts[lastUser] ?? '',
    promptTokens: Math.ceil(characters / 4) + 4 * messages.length,
  };
};
