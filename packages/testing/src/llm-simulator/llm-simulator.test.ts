import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LlmSimulator, startLlmSimulator } from './index.ts';

let simulator: LlmSimulator;
beforeAll(async () => {
  simulator = await startLlmSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.configure({ apiKey: '', maxConcurrent: 0, errorRate: 0, faults: {}, strictModel: false, seed: 1 });
  simulator.reset();
});

type Options = {
  stream?: boolean;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  body?: object;
  path?: string;
};
const chat = (text: string, options: Options = {}) =>
  fetch(`${simulator.url}${options.path ?? '/v1/chat/completions'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    body: JSON.stringify({
      model: 'm',
      stream: options.stream ?? true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: text },
      ],
      ...options.body,
    }),
    signal: options.signal,
    redirect: 'manual',
  });
const events = async (response: Response) =>
  (await response.text())
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: '))
    .map((frame) => frame.slice(6));
const textOf = (frames: string[]) =>
  frames
    .filter((frame) => frame !== '[DONE]')
    .map((frame) => JSON.parse(frame).choices[0]?.delta.content ?? '')
    .join('');

describe('answers', () => {
  test('a stream is one token a frame, then the finish reason, the usage and [DONE]', async () => {
    const frames = await events(await chat('[[sim:text="one two three"]]'));
    expect(frames).toHaveLength(7);
    expect(textOf(frames)).toBe('one two three');
    expect(JSON.parse(frames[4] ?? '').choices[0].finish_reason).toBe('stop');
    expect(JSON.parse(frames[5] ?? '').usage).toEqual({ prompt_tokens: 18, completion_tokens: 3, total_tokens: 21 });
    expect(frames[6]).toBe('[DONE]');
  });

  test('without include_usage a stream carries none', async () => {
    const frames = await events(await chat('hi', { body: { stream_options: undefined } }));
    expect(frames.some((frame) => frame.includes('"usage"'))).toBe(false);
  });

  test('a whole answer holds the same text, cut at max_tokens', async () => {
    const answer = await chat('[[sim:text="one two three"]]', { stream: false, body: { max_tokens: 2 } });
    expect(await answer.json()).toMatchObject({
      choices: [{ message: { content: 'one two' }, finish_reason: 'length' }],
      usage: { completion_tokens: 2 },
    });
  });

  test('the Anthropic form carries the same reply', async () => {
    const whole = await (await chat('[[sim:text="one two"]]', { path: '/v1/messages', stream: false })).json();
    expect(whole).toMatchObject({
      type: 'message',
      content: [{ type: 'text', text: 'one two' }],
      stop_reason: 'end_turn',
    });
    const raw = await (await chat('[[sim:text="one two"]]', { path: '/v1/messages' })).text();
    expect(raw.match(/^event: .+$/gm)).toEqual([
      'event: message_start',
      'event: content_block_start',
      'event: content_block_delta',
      'event: content_block_delta',
      'event: content_block_stop',
      'event: message_delta',
      'event: message_stop',
    ]);
  });

  test('a header overrides like a directive, and a misspelt one is a 400', async () => {
    expect(textOf(await events(await chat('hi', { headers: { 'x-sim': 'text="by header"' } })))).toBe('by header');
    expect((await chat('[[sim:hnag]]')).status).toBe(400);
  });

  test('models are listed', async () => {
    const models = await (await fetch(`${simulator.url}/v1/models`)).json();
    expect(models).toMatchObject({ object: 'list', data: [{ id: 'google/gemma-3-12b' }, { object: 'model' }, {}] });
  });
});

describe('refusals', () => {
  test('an error answers with its status, for as many times as asked', async () => {
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await chat('[[sim:error=503 times=2]]')).status);
    expect(statuses).toEqual([503, 503, 200]);
    expect(simulator.stats().refused).toEqual({ 503: 2 });
  });

  test('429 says when to come back', async () => {
    const response = await chat('[[sim:error=429 retry_after=7]]');
    expect(response.headers.get('retry-after')).toBe('7');
    expect((await chat('[[sim:error=429]]')).headers.get('retry-after')).toBe('1');
  });

  test('a wrong key is a 401, an unknown model a 404, a body without messages a 400', async () => {
    simulator.configure({ apiKey: 'secret', strictModel: true });
    expect((await chat('hi')).status).toBe(401);
    const headers = { authorization: 'Bearer secret' };
    expect((await chat('hi', { headers })).status).toBe(404);
    expect((await chat('hi', { headers, body: { model: 'gpt-4o-mini' } })).status).toBe(200);
    expect((await chat('hi', { headers, body: { messages: [] } })).status).toBe(400);
    expect((await fetch(`${simulator.url}/v1/models`)).status).toBe(401);
  });

  test('one request more than the limit is a 429', async () => {
    simulator.configure({ maxConcurrent: 1 });
    const leave = new AbortController();
    const open = await chat('[[sim:stall]]', { signal: leave.signal });
    expect(open.status).toBe(200);
    expect((await chat('hi')).status).toBe(429);
    leave.abort();
    await simulator.whenIdle();
    expect((await chat('hi')).status).toBe(200);
  });

  test('rates strike the same requests for the same seed', async () => {
    simulator.configure({ errorRate: 0.3, faults: { garbage: 0.3 }, seed: 42 });
    const run = async () => {
      const outcomes = [];
      for (let i = 0; i < 30; i++) {
        const response = await chat('hi');
        await response.text();
        outcomes.push(`${response.status} ${response.headers.get('content-type')}`);
      }
      return outcomes;
    };
    const first = await run();
    simulator.reset();
    expect(await run()).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(2);
  });
});

describe('faults', () => {
  test.each(['hang', 'hang_after_headers', 'pings', 'stall', 'drip', 'huge', 'linger'])(
    '%s lasts until the client leaves, and the simulator notices',
    async (fault) => {
      for (const stream of [true, false]) {
        const leave = new AbortController();
        const answer = chat(`[[sim:${fault} tokens=4]]`, { stream, signal: leave.signal }).then((response) =>
          response.text(),
        );
        setTimeout(() => leave.abort(), 60);
        await expect(answer).rejects.toThrow(/abort/i);
        await simulator.whenIdle();
      }
      expect(simulator.stats()).toMatchObject({ client_gone: 2, completed: 0, in_flight: 0, faults: { [fault]: 2 } });
    },
  );

  test.each(['reset', 'reset_midway'])('%s cuts the connection', async (fault) => {
    await expect(chat(`[[sim:${fault}]]`).then((response) => response.text())).rejects.toThrow();
    await simulator.whenIdle();
    expect(simulator.stats()).toMatchObject({ dropped: 1, client_gone: 0 });
  });

  test.each([
    ['garbage', (body: string) => body.includes('<html>')],
    ['empty_body', (body: string) => body === ''],
    ['empty', (body: string) => body.includes('"finish_reason":"stop"') && !body.includes('quiet')],
    ['truncate', (body: string) => body.includes('quiet') && !body.includes('"finish_reason":"stop"')],
    ['truncated_json', (body: string) => !body.endsWith('\n\n')],
    ['bad_chunk', (body: string) => body.includes('data: {not json\n\n')],
    ['wrong_schema', (body: string) => body.includes('nothing_known')],
    ['error_event', (body: string) => body.includes('data: {"error"')],
    ['no_finish', (body: string) => body.includes('[DONE]') && !body.includes('"finish_reason":"stop"')],
    ['no_done', (body: string) => body.includes('"finish_reason":"stop"') && !body.includes('[DONE]')],
    ['no_usage', (body: string) => body.includes('[DONE]') && !body.includes('"usage"')],
    ['nan_usage', (body: string) => body.includes('"prompt_tokens":NaN')],
    ['negative_usage', (body: string) => body.includes('"prompt_tokens":-1')],
    ['text_usage', (body: string) => body.includes('"prompt_tokens":"many"')],
  ] as const)('%s looks as it should', async (fault, looksRight) => {
    expect(looksRight(await (await chat(`[[sim:${fault}]]`)).text())).toBe(true);
    expect(simulator.stats()).toMatchObject({ completed: 1, client_gone: 0, faults: { [fault]: 1 } });
  });

  test('a gzip bomb unpacks to 16 MiB, a redirect points elsewhere', async () => {
    const bomb = await chat('[[sim:gzip_bomb]]');
    expect(Number(bomb.headers.get('content-length') ?? 0)).toBeLessThan(1_000_000);
    expect((await bomb.arrayBuffer()).byteLength).toBe(16 * 1024 * 1024);
    expect((await chat('[[sim:redirect]]')).status).toBe(302);
  });
});

describe('what tests read', () => {
  test('requests are kept with body, headers and outcome, up to the bound', async () => {
    simulator.configure({ keepRequests: 3 });
    for (let i = 0; i < 5; i++) await (await chat(`number ${i}`, { headers: { 'x-mine': String(i) } })).text();
    await simulator.whenIdle();
    const kept = simulator.requests();
    expect(kept.map((request) => request.headers['x-mine'])).toEqual(['2', '3', '4']);
    expect(kept[2]).toMatchObject({
      path: '/v1/chat/completions',
      status: 200,
      outcome: 'completed',
      body: { messages: [{ role: 'system' }, { role: 'user', content: 'number 4' }] },
    });
  });

  test('a bad setting is refused by name and changes nothing, over HTTP too', async () => {
    expect(() => simulator.configure({ latency: 'soon' })).toThrow(/latency/);
    const post = (body: object) => fetch(`${simulator.url}/__config`, { method: 'POST', body: JSON.stringify(body) });
    const refused = await post({ nonsense: 1 });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('nonsense');
    expect((await post({ errorRate: 1, errorCodes: [502] })).status).toBe(200);
    expect((await chat('hi')).status).toBe(502);
    const stats = await (await fetch(`${simulator.url}/__stats`)).json();
    expect(stats).toMatchObject({ requests: 1, refused: { 502: 1 }, settings: { errorRate: 1 } });
    await fetch(`${simulator.url}/__reset`, { method: 'POST' });
    expect(simulator.stats().requests).toBe(0);
    expect(await (await fetch(`${simulator.url}/__requests`)).json()).toEqual([]);
  });

  test('200 at once are all answered and counted', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, i) =>
        textOf(await events(await chat(`[[sim:tokens=5 tps=200 latency=200]] ${i}`))),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(['the stars over the quiet']));
    await simulator.whenIdle();
    expect(simulator.stats()).toMatchObject({ requests: 200, completed: 200, completion_tokens: 1000, in_flight: 0 });
    expect(simulator.stats().max_in_flight).toBeGreaterThan(1);
  });
});
