import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createSafety } from '../create-safety.ts';
import { SafetySettings } from '../settings-schema.ts';

type Asked = { url: string | undefined; authorization: string | undefined; body: Record<string, unknown> };
type Answer = (response: ServerResponse) => void;

const json =
  (body: unknown, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

let t: TestContext;
let server: Server;
let url: string;
const asked: Asked[] = [];
let answer: Answer = json({ risk: 0 });

const read = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
};

beforeAll(async () => {
  t = await createTestContext();
  server = createServer(async (request, response) => {
    asked.push({ url: request.url, authorization: request.headers.authorization, body: await read(request) });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(async () => {
  asked.length = 0;
  answer = json({ risk: 0 });
  const keys = await t.ctx.redis.keys(`${t.settings.REDIS_PREFIX}:{moderation}*`);
  if (keys.length > 0) await t.ctx.redis.del(...keys);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await t.close();
});

const safetyOf = (environment: Record<string, string>, now = () => new Date()) => {
  const settings = SafetySettings.parse({ REMOTE_MODERATION_TIMEOUT: '0.3', ...environment });
  return createSafety({ ...settings, REDIS_PREFIX: t.settings.REDIS_PREFIX }, { ...t.ctx, now });
};
const http = (rest: Record<string, string> = {}) => ({
  REMOTE_MODERATION: 'http',
  REMOTE_MODERATION_URL: `${url}/judge`,
  ...rest,
});

test("OpenAI's endpoint: its address, key and model; a flag asks for a moderator, a grave one blocks", async () => {
  const scores = { harassment: 0.6, 'sexual/minors': 0.1 };
  const flagged = (categories: Record<string, boolean | null>): Answer =>
    json({ results: [{ flagged: true, categories, category_scores: scores }] });
  for (const base of [url, `${url}/v1/`]) {
    const safety = safetyOf({
      REMOTE_MODERATION: 'openai',
      REMOTE_MODERATION_URL: base,
      REMOTE_MODERATION_API_KEY: 'sk-test',
    });
    answer = flagged({ harassment: true, 'sexual/minors': false, illicit: null });
    expect(await safety.check('some text')).toMatchObject({
      decision: 'review',
      detected_issues: ['remote_harassment'],
      findings: [{ filter: 'remote', risk: 0.5 }],
    });
    answer = flagged({ harassment: true, 'sexual/minors': true });
    expect(await safety.check('other text')).toMatchObject({ decision: 'blocked', safety_score: 0.1 });
  }
  expect(asked[0]).toEqual({
    url: '/v1/moderations',
    authorization: 'Bearer sk-test',
    body: { model: 'omni-moderation-latest', input: 'some text' },
  });
  expect(new Set(asked.map((one) => one.url))).toEqual(new Set(['/v1/moderations']));
});

test('any service over HTTP; what the own filters block is not sent away', async () => {
  const safety = safetyOf(http());
  answer = json({ risk: 0.6, categories: ['Scam-Likely'] });
  expect(await safety.check('hola')).toMatchObject({ decision: 'review', detected_issues: ['remote_scam_likely'] });
  expect(asked).toEqual([{ url: '/judge', authorization: undefined, body: { text: 'hola' } }]);
  expect((await safety.check('I will kill you')).decision).toBe('blocked');
  expect(asked).toHaveLength(1);
});

const FAULTS: [string, Answer][] = [
  ['an error', json({}, 500)],
  ['too many requests', json({}, 429)],
  ['silence', () => undefined],
  ['another shape', json({ risk: 7 })],
  ['no JSON', (response) => response.end('<html>')],
  ['a reset', (response) => response.destroy()],
  ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['a flood', (response) => response.end(`{"risk":0,"x":"${'y'.repeat(400_000)}"}`)],
];

test.each(FAULTS)('%s is no opinion: open goes on by the own filters, closed refuses', async (_name, fault) => {
  answer = fault;
  expect((await safetyOf(http()).check('eres un imbécil')).decision).toBe('review');
  const closed = safetyOf(http({ REMOTE_MODERATION_ON_FAILURE: 'closed' }));
  await expect(closed.check('eres un imbécil')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(asked).toHaveLength(2);
});

test('what one process finds failing all leave alone; then one of them asks, and all trust it again', async () => {
  let now = Date.now();
  const settings = {
    REMOTE_MODERATION_BREAKER_FAILURES: '3',
    REMOTE_MODERATION_BREAKER_SECONDS: '60',
    REMOTE_MODERATION_BREAKER_SUCCESSES: '2',
  };
  const [one, two] = [0, 1].map(() => safetyOf(http(settings), () => new Date(now)));
  answer = json({}, 503);
  for (let n = 0; n < 3; n++) await one?.check(`text ${n}`);
  for (let n = 0; n < 3; n++) await two?.check(`text ${n}`);
  expect(asked).toHaveLength(3);
  expect(await two?.remote()).toEqual({ state: 'open', next_try_at: new Date(now + 60_000) });
  now += 61_000;
  answer = (response) => setTimeout(() => json({ risk: 0 })(response), 50);
  await Promise.all([one, two, one, two].map((safety) => safety?.check('a probe')));
  expect(asked).toHaveLength(4);
  expect(await one?.remote()).toEqual({ state: 'half_open', next_try_at: null });
  await two?.check('a second probe');
  expect(await one?.remote()).toEqual({ state: 'closed', next_try_at: null });
  await Promise.all([one, two].map((safety) => safety?.check('and more')));
  expect(asked).toHaveLength(7);
});

test('at most so many calls are open over all processes', async () => {
  const processes = [0, 1].map(() => safetyOf(http({ REMOTE_MODERATION_CONCURRENCY: '2' })));
  answer = (response) => setTimeout(() => json({ risk: 0 })(response), 100);
  await Promise.all(processes.flatMap((safety) => Array.from({ length: 4 }, (_, n) => safety.check(`text ${n}`))));
  expect(asked).toHaveLength(2);
});
