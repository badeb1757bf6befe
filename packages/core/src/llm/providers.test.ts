import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProviderRegistry, LlmError, type LlmErrorKind, LlmProviderSettings, type Provider } from './index.ts';

let simulator: LlmSimulator;
beforeAll(async () => {
  simulator = await startLlmSimulator({ tokens: 'const:6', tokensPerSecond: 500, apiKey: '' });
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.configure({ apiKey: '', strictModel: false });
  simulator.reset();
});

const KEY = 'sk-test-0123456789';
const registry = (url: string, more: Record<string, string> = {}) =>
  createProviderRegistry(
    LlmProviderSettings.parse({
      LMSTUDIO_BASE_URL: url,
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_API_KEY: KEY,
      LLM_SERVICE_URL: `${url}/`,
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: KEY,
      LLM_MAX_RESPONSE_BYTES: String(1024 * 1024),
      ...more,
    }),
  );

const ask = async (
  provider: Provider,
  text: string,
  options: { signal?: AbortSignal; onText?: (text: string) => void | Promise<void>; model?: string } = {},
) => {
  const pieces: string[] = [];
  const result = await provider.generate(
    {
      messages: [
        { role: 'system', content: 'You are Luna.' },
        { role: 'user', content: text },
      ],
      model: options.model ?? provider.defaultModel,
      settings: { temperature: 0.5, max_tokens: 100, top_p: 0.9, stop_sequences: ['END'] },
      signal: options.signal ?? new AbortController().signal,
    },
    options.onText ??
      ((piece) => {
        pieces.push(piece);
      }),
  );
  return { ...result, pieces };
};

const failure = async (call: Promise<unknown>): Promise<LlmError> => {
  const error: unknown = await call.then(
    () => expect.fail('the call should have failed'),
    (reason: unknown) => reason,
  );
  if (error instanceof LlmError) return error;
  throw error;
};

/** However a call ended, the provider's end of it must be over too. */
const expectFreed = async () => {
  await simulator.whenIdle();
  expect(simulator.stats()).toMatchObject({ requests: 1, in_flight: 0 });
};

describe.each(['lmstudio', 'openai', 'llm-service', 'anthropic'] as const)('%s', (name) => {
  const provider = (more?: Record<string, string>) => registry(simulator.url, more).get(name);

  test('streams the reply piece by piece and reports who, what and how many', async () => {
    const result = await ask(provider(), 'hello [[sim:text="one two three" tps=100]]');
    expect(result.pieces.join('')).toBe('one two three');
    expect(result.pieces.length).toBeGreaterThan(1);
    expect(result).toMatchObject({
      text: 'one two three',
      finish_reason: 'stop',
      provider: name,
      model: provider().defaultModel,
      model_version: provider().defaultModel,
      usage: { completion_tokens: 3, estimated: false },
    });
    expect(result.usage.total_tokens).toBe(result.usage.prompt_tokens + 3);
    expect(result.request_id).toMatch(/^chatcmpl-sim/);
    expect(result.first_token_ms).toBeGreaterThan(0);
    expect(result.total_ms).toBeGreaterThanOrEqual(result.first_token_ms);
    await expectFreed();
    expect(simulator.requests()[0]?.outcome).toBe('completed');
  });

  test('sends the settings, the turns and its key, once', async () => {
    await ask(provider(), 'hello');
    expect(simulator.requests()).toHaveLength(1);
    const [request] = simulator.requests();
    expect(request?.body).toMatchObject({ stream: true, temperature: 0.5, max_tokens: 100 });
    expect(JSON.stringify(request?.body)).toContain('You are Luna.');
    expect(JSON.stringify(request?.body)).toContain('END');
    const key = request?.headers.authorization ?? request?.headers['x-api-key'];
    if (name === 'openai' || name === 'anthropic') expect(key).toContain(KEY);
    else expect(key).toBeUndefined();
  });

  test.each([
    ['hang', 'timeout'],
    ['hang_after_headers', 'timeout'],
    ['pings', 'timeout'],
    ['stall', 'timeout'],
    ['drip', 'timeout'],
    ['reset', 'unreachable'],
    ['reset_midway', 'unreachable'],
    ['truncate', 'invalid_response'],
    ['truncated_json', 'invalid_response'],
    ['garbage', 'invalid_response'],
    ['bad_chunk', 'invalid_response'],
    ['no_finish', 'invalid_response'],
    ['empty', 'invalid_response'],
    ['empty_body', 'invalid_response'],
    ['error_event', 'server_error'],
    ['huge', 'too_large'],
    ['gzip_bomb', 'too_large'],
    ['redirect', 'rejected'],
    ['error=500', 'server_error'],
    ['error=503', 'server_error'],
    ['error=400', 'rejected'],
    ['error=401', 'unauthorized'],
    ['error=408', 'timeout'],
    ['finish=content_filter empty', 'rejected'],
  ] as [string, LlmErrorKind][])('%s is a %s, after one request whose connection is given up', async (fault, kind) => {
    const seconds = kind === 'timeout' ? '0.25' : '20';
    const error = await failure(ask(provider({ LLM_REQUEST_TIMEOUT: seconds }), `hello [[sim:${fault}]]`));
    expect(error).toMatchObject({ kind, provider: name });
    expect(error.retryable).toBe(['timeout', 'unreachable', 'invalid_response', 'server_error'].includes(kind));
    await expectFreed();
  });

  test('a reply over the limit of characters is too large', async () => {
    const error = await failure(ask(provider({ LLM_MAX_REPLY_CHARACTERS: '20' }), '[[sim:tokens=40 linger]]'));
    expect(error.kind).toBe('too_large');
    await expectFreed();
    expect(simulator.requests()[0]?.outcome).toBe('client_gone');
  });

  test('429 carries how long to wait', async () => {
    const error = await failure(ask(provider(), '[[sim:error=429 retry_after=7]]'));
    expect(error).toMatchObject({ kind: 'rate_limited', retryable: true, retryAfterMs: 7_000, status: 429 });
    await expectFreed();
  });

  const badFigures =
    name === 'anthropic' ? ['negative_usage', 'no_usage'] : ['nan_usage', 'negative_usage', 'text_usage', 'no_usage'];
  test.each(badFigures)('%s costs the figures, not the reply', async (fault) => {
    const result = await ask(provider(), `hello [[sim:text="one two three" ${fault}]]`);
    expect(result.text).toBe('one two three');
    expect(result.usage.estimated).toBe(true);
    expect(result.usage.completion_tokens).toBe(4);
    await expectFreed();
  });

  test.each(['no_done', 'linger'])('%s: the reply is whole with its finish reason', async (fault) => {
    const result = await ask(provider(), `hello [[sim:text="one two three" ${fault}]]`);
    expect(result).toMatchObject({ text: 'one two three', finish_reason: 'stop' });
    await expectFreed();
  });

  test('finish reasons are told apart', async () => {
    expect((await ask(provider(), '[[sim:finish=length]]')).finish_reason).toBe('length');
    expect((await ask(provider(), '[[sim:finish=content_filter]]')).finish_reason).toBe('content_filter');
  });

  test('the caller can stop it before and in the middle', async () => {
    const early = new AbortController();
    early.abort();
    expect((await failure(ask(provider(), 'hello', { signal: early.signal }))).kind).toBe('aborted');
    expect(simulator.stats().requests).toBe(0);

    const middle = new AbortController();
    const call = ask(provider(), '[[sim:tokens=1000 tps=100]]', {
      signal: middle.signal,
      onText: () => middle.abort(),
    });
    expect((await failure(call)).kind).toBe('aborted');
    await expectFreed();
    expect(simulator.requests()[0]?.outcome).toBe('client_gone');
  });

  test('a reader that fails ends the call with its own error', async () => {
    const broken = new Error('the reader is broken');
    const call = ask(provider(), '[[sim:tokens=1000 tps=100]]', { onText: () => Promise.reject(broken) });
    await expect(call).rejects.toBe(broken);
    await expectFreed();
    expect(simulator.requests()[0]?.outcome).toBe('client_gone');
  });

  test('a reader that never takes a piece does not outlive the deadline', async () => {
    const onText = () => new Promise<void>(() => {});
    const error = await failure(
      ask(provider({ LLM_REQUEST_TIMEOUT: '0.3' }), '[[sim:tokens=1000 tps=100]]', { onText }),
    );
    expect(error.kind).toBe('timeout');
    await expectFreed();
  });

  test('a slow reader gets one piece at a time, in order', async () => {
    let reading = 0;
    let most = 0;
    const pieces: string[] = [];
    const onText = async (piece: string) => {
      most = Math.max(most, ++reading);
      await new Promise((resolve) => setTimeout(resolve, 3));
      pieces.push(piece);
      reading--;
    };
    const result = await ask(provider(), '[[sim:tokens=30 tps=0]]', { onText });
    expect(most).toBe(1);
    expect(pieces.join('')).toBe(result.text);
  });

  test('ping lists the models, and says what is wrong', async () => {
    const { signal } = new AbortController();
    expect((await provider().ping(signal)).models).toContain('google/gemma-3-12b');
    simulator.configure({ apiKey: 'another' });
    await expect(provider().ping(signal)).rejects.toMatchObject({ kind: 'unauthorized', status: 401 });
  });

  test('neither the key nor the prompt nor the answer is found in an error', async () => {
    for (const fault of ['error=400', 'bad_chunk', 'error_event', 'truncate']) {
      const error = await failure(ask(provider(), `my secret diary [[sim:text="a private answer" ${fault}]]`));
      const all = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join(' ');
      expect(all).not.toMatch(/secret diary|private|sk-test|Luna/);
    }
  });
});

describe('what is not there', () => {
  let closed: string;
  beforeAll(async () => {
    const gone = await startLlmSimulator();
    closed = gone.url;
    await gone.close();
  });

  test.each([
    ['a closed port', () => closed],
    ['a port that is never asked', () => 'http://127.0.0.1:9'],
    ['a name that does not exist', () => 'http://no-such-host.invalid'],
    ['TLS where there is none', () => simulator.url.replace('http:', 'https:')],
  ])('%s is unreachable', async (_what, target) => {
    const provider = registry(target()).get('lmstudio');
    expect((await failure(ask(provider, 'hello'))).kind).toBe('unreachable');
    expect((await failure(provider.ping(new AbortController().signal))).kind).toBe('unreachable');
  });

  test('newer OpenAI models get their limit by its newer name', async () => {
    await ask(registry(simulator.url).get('openai'), 'hello', { model: 'gpt-5-mini' });
    expect(simulator.requests()[0]?.body).toMatchObject({ max_completion_tokens: 100 });
    expect(simulator.requests()[0]?.body).not.toHaveProperty('max_tokens');
  });
});
