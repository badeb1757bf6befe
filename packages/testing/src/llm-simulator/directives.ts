import { type Fault, isFault } from './simulator-settings.ts';

/** What one request asks of the simulator, by header `x-sim` or by `[[sim:…]]` in its last user message. */
export type Overrides = {
  latencyMs?: number;
  tokens?: number;
  tokensPerSecond?: number;
  status?: number;
  retryAfter?: string;
  finish?: 'stop' | 'length' | 'content_filter';
  text?: string;
  fault?: Fault;
  /** Of the prompt's tokens, those said to be cached; and tokens that were thought, on top of the reply's. */
  cached?: number;
  reasoning?: number;
  /** Only the first `times` requests with this last user message are served so; the rest as usual. */
  times?: number;
};

const MARK = '[[sim:';

/** The directive inside a message, or null. */
export const findDirective = (text: string): string | null => {
  const start = text.lastIndexOf(MARK);
  if (start < 0) return null;
  const end = text.indexOf(']]', start);
  return end < 0 ? null : text.slice(start + MARK.length, end);
};

const splitWords = (directive: string): string[] => {
  const words: string[] = [];
  let word = '';
  let quoted = false;
  for (const char of directive) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && char.trim() === '') {
      if (word !== '') words.push(word);
      word = '';
    } else word += char;
  }
  if (quoted) throw new Error('a quotation mark is never closed');
  if (word !== '') words.push(word);
  return words;
};

const readNumber = (key: string, value: string) => {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number) || number < 0) throw new Error(`${key}=${value} is not a figure`);
  return number;
};

const readFinish = (value: string) => {
  if (value === 'stop' || value === 'length' || value === 'content_filter') return value;
  throw new Error(`finish=${value} is not a finish reason`);
};

const apply = (overrides: Overrides, key: string, value: string) => {
  switch (key) {
    case 'latency':
      overrides.latencyMs = readNumber(key, value);
      return;
    case 'tokens':
      overrides.tokens = readNumber(key, value);
      return;
    case 'tps':
      overrides.tokensPerSecond = readNumber(key, value);
      return;
    case 'error':
      overrides.status = readNumber(key, value);
      return;
    case 'cached':
      overrides.cached = readNumber(key, value);
      return;
    case 'reasoning':
      overrides.reasoning = readNumber(key, value);
      return;
    case 'times':
      overrides.times = readNumber(key, value);
      return;
    case 'retry_after':
      overrides.retryAfter = value;
      return;
    case 'finish':
      overrides.finish = readFinish(value);
      return;
    case 'text':
      overrides.text = value;
      return;
    default:
      throw new Error(`unknown directive "${key}"`);
  }
};

/**
 * Reads `tokens=40 tps=20 latency=300 error=503 retry_after=2 finish=length text="hello there" times=2` and at most one
 * fault by its bare name, such as `hang`.
 * @throws Error on anything else, so that a misspelt test does not pass
 */
export const parseDirective = (directive: string): Overrides => {
  const overrides: Overrides = {};
  for (const word of splitWords(directive)) {
    const equals = word.indexOf('=');
    if (equals > 0) apply(overrides, word.slice(0, equals), word.slice(equals + 1));
    else if (isFault(word)) overrides.fault = word;
    else throw new Error(`unknown directive "${word}"`);
  }
  return overrides;
};
