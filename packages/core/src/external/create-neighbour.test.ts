import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answer, type Behaviour, openNeighbours, startNeighbour } from '../neighbour.test-kit.ts';
import { withTraceId } from '../trace.ts';
import { NeighbourError, NeighbourSettings } from './index.ts';

const output = z.object({ word: z.string() });
const fine = answer(200, { word: 'yes' });
const call = { method: 'GET', path: ['words', 'one'], output, repeatable: true } as const;

let server: Awaited<ReturnType<typeof startNeighbour>>;
beforeAll(async () => {
  server = await startNeighbour(fine);
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.length = 0;
  server.control.behave = fine;
});

const open = (more: Record<string, string> = {}) => {
  const { neighbours, ...rest } = openNeighbours({
    CONVERSATION_SERVICE_URL: `${server.url}/base/`,
    NEIGHBOUR_TRY_TIMEOUT: '10',
    NEIGHBOUR_DEADLINE: '20',
    NEIGHBOUR_BREAKER_FAILURES: '100',
    ...more,
  });
  if (!neighbours.conversation) throw new Error('not configured');
  return { neighbour: neighbours.conversation, ...rest };
};
const faultOf = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof NeighbourError
    ? { fault: error.fault, code: error.code, retryAfter: error.details.retryAfterSeconds }
    : { fault: error };
};

const hang: Behaviour = () => undefined;
const hangInside: Behaviour = (response) => response.writeHead(200, { 'content-length': '100' }).write('{');
const reset: Behaviour = (_response, request) => request.socket.resetAndDestroy();
const endEarly: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{');
  setImmediate(() => response.destroy());
};
const huge: Behaviour = (response) => {
  response.writeHead(200);
  response.on('error', () => undefined);
  const more = () => {
    while (!response.destroyed && response.write(randomBytes(65_536)));
    response.once('drain', more);
  };
  more();
};

describe('each fault is told apart, tried again only when that may help, and answered within the deadline', () => {
  test.each<[string, Behaviour, string, number]>([
    ['a server that hangs before the headers', hang, 'timeout', 3],
    ['one that hangs after the headers', hangInside, 'timeout', 3],
    ['a reset', reset, 'connection', 3],
    ['an end before the end', endEarly, 'connection', 3],
    ['a 500', answer(500, {}), 'server_error', 3],
    ['a 503', answer(503, 'no'), 'server_error', 3],
    ['a 429', answer(429, {}), 'rate_limited', 3],
    ['a 400', answer(400, {}), 'refused', 1],
    ['a 404 that means no absence', answer(404, {}), 'refused', 1],
    ['a redirect', answer(302, '', { location: 'http://169.254.169.254/latest' }), 'redirect', 1],
    ['a redirect to itself', answer(307, '', { location: '/base/words/one' }), 'redirect', 1],
    ['a body without end', huge, 'too_large', 1],
    ['broken JSON', answer(200, '{"word":'), 'bad_body', 1],
    ['no body', answer(204, ''), 'bad_body', 1],
    ['another schema', answer(200, { word: 7 }), 'wrong_schema', 1],
    ['null', answer(200, 'null'), 'wrong_schema', 1],
  ])('%s', async (_name, behave, fault, tries) => {
    const { neighbour, countCalls, countFailedTries } = open({
      NEIGHBOUR_MAX_RESPONSE_BYTES: '100000',
      ...(fault === 'timeout' ? { NEIGHBOUR_TRY_TIMEOUT: '0.2' } : {}),
    });
    server.control.behave = behave;
    expect(await faultOf(neighbour.call(call))).toMatchObject({ fault, code: 'UNAVAILABLE' });
    expect(countFailedTries()).toBe(tries);
    expect(await countCalls(fault)).toBe(1);
  });

  test('nobody listening', async () => {
    const { neighbour } = open({ CONVERSATION_SERVICE_URL: 'http://127.0.0.1:9' });
    expect(await faultOf(neighbour.call(call))).toMatchObject({ fault: 'connection', retryAfter: 5 });
  });
});

test('what may not be repeated is sent once, whatever happens', async () => {
  for (const [behave, fault] of [
    [hang, 'timeout'],
    [reset, 'connection'],
    [answer(500, {}), 'server_error'],
  ] as const) {
    const { neighbour, countFailedTries } = open(fault === 'timeout' ? { NEIGHBOUR_TRY_TIMEOUT: '0.5' } : {});
    server.seen.length = 0;
    server.control.behave = behave;
    const post = { ...call, method: 'POST', body: { a: 1 }, repeatable: false } as const;
    expect(await faultOf(neighbour.call(post))).toMatchObject({ fault });
    expect(countFailedTries()).toBe(1);
    if (fault !== 'timeout') expect(server.seen).toMatchObject([{ method: 'POST', body: '{"a":1}' }]);
  }
});

test('a passing fault is passed over; Retry-After is heeded, or handed on when it is too long', async () => {
  const { neighbour } = open();
  server.control.behave = (response, request) => (server.seen.length === 1 ? reset : fine)(response, request);
  expect(await neighbour.call(call)).toEqual({ word: 'yes' });
  expect(server.seen).toHaveLength(2);
  server.seen.length = 0;
  const busy = answer(429, {}, { 'retry-after': '1' });
  server.control.behave = (response, request) => (server.seen.length === 1 ? busy : fine)(response, request);
  const { neighbour: hurried } = open({ NEIGHBOUR_DEADLINE: '1' });
  expect(await faultOf(hurried.call(call))).toMatchObject({ fault: 'rate_limited', retryAfter: 1 });
  expect(server.seen).toHaveLength(1);
  server.seen.length = 0;
  expect(await neighbour.call(call)).toEqual({ word: 'yes' });
  expect(server.seen).toHaveLength(2);
  server.seen.length = 0;
  server.control.behave = answer(503, {}, { 'retry-after': '120' });
  expect(await faultOf(neighbour.call(call))).toEqual({ fault: 'server_error', code: 'UNAVAILABLE', retryAfter: 120 });
  expect(server.seen).toHaveLength(1);
});

test('the deadline holds over all tries', async () => {
  const { neighbour, countFailedTries } = open({
    NEIGHBOUR_TRY_TIMEOUT: '0.3',
    NEIGHBOUR_DEADLINE: '0.5',
    NEIGHBOUR_MAX_TRIES: '10',
  });
  server.control.behave = hang;
  expect(await faultOf(neighbour.call(call))).toMatchObject({ fault: 'timeout' });
  expect(countFailedTries()).toBeLessThanOrEqual(3);
});

test('the path is escaped below the base; who is asked for whom, and the trace, go along', async () => {
  const { neighbour } = open({ NEIGHBOUR_SERVICE_TOKEN: 'a-token-of-the-service' });
  const path = ['a/b', 'c?d#e', '@evil.example', '\\\\x'];
  await withTraceId('trace-of-the-caller', () =>
    neighbour.call({ ...call, path, query: { q: 'ä&b' }, onBehalfOf: 'user_somebody01' }),
  );
  expect(server.seen[0]?.path).toBe('/base/a%2Fb/c%3Fd%23e/%40evil.example/%5C%5Cx?q=%C3%A4%26b');
  expect(server.seen[0]?.headers).toMatchObject({
    'x-trace-id': 'trace-of-the-caller',
    'x-service': 'a-token-of-the-service',
    'x-user-id': 'user_somebody01',
  });
  for (const segment of ['', '.', '..']) {
    await expect(neighbour.call({ ...call, path: ['words', segment] })).rejects.toThrow('leave its base');
  }
  expect(server.seen).toHaveLength(1);
  expect(await neighbour.call({ ...call, path: ['gone'], none: [200] })).toEqual({ word: 'yes' });
  server.control.behave = answer(404, 'no such thing');
  expect(await neighbour.call({ ...call, none: [404] })).toBeNull();
});

test('an address is one of ours alone', () => {
  const refused = [
    'ftp://x',
    'http://user:secret@x',
    'http://x?y',
    'http://x/#z',
    'x:8001',
    '//x',
    'file:///etc/passwd',
  ];
  for (const url of refused) expect(NeighbourSettings.safeParse({ AUTH_SERVICE_URL: url }).success, url).toBe(false);
});

test('a caller who gives up ends the call and says nothing of the neighbour', async () => {
  const { neighbour } = open({ NEIGHBOUR_BREAKER_FAILURES: '1' });
  const stop = new AbortController();
  server.control.behave = () => stop.abort();
  expect(await faultOf(neighbour.call({ ...call, signal: stop.signal }))).toMatchObject({ fault: 'aborted' });
  expect(await faultOf(neighbour.call({ ...call, signal: stop.signal }))).toMatchObject({ fault: 'aborted' });
  expect(neighbour.breaker()).toEqual({ state: 'closed', next_try_at: null });
});

test('over the bulkhead one is turned away at once, and let in when a place is free', async () => {
  const { neighbour } = open({ CONVERSATION_SERVICE_CONCURRENCY: '10' });
  const held: (() => void)[] = [];
  server.control.behave = (response, request) => {
    held.push(() => fine(response, request));
    if (held.length === 10) over = faultOf(neighbour.call(call));
  };
  let over: ReturnType<typeof faultOf> | undefined;
  const ten = Promise.all(Array.from({ length: 10 }, () => neighbour.call(call)));
  while (!over) await new Promise((resolve) => setImmediate(resolve));
  expect(await over).toEqual({ fault: 'bulkhead_full', code: 'UNAVAILABLE', retryAfter: 1 });
  expect(server.seen).toHaveLength(10);
  for (const release of held) release();
  expect(await ten).toHaveLength(10);
  server.control.behave = fine;
  expect(await neighbour.call(call)).toEqual({ word: 'yes' });
});

test('the breaker opens, turns away without asking, lets one probe through, and closes', async () => {
  const { neighbour, clock } = open({
    NEIGHBOUR_BREAKER_FAILURES: '5',
    NEIGHBOUR_BREAKER_SECONDS: '60',
  });
  server.control.behave = answer(500, {});
  expect(await faultOf(neighbour.call(call))).toMatchObject({ fault: 'server_error' });
  expect(await faultOf(neighbour.call(call))).toMatchObject({ fault: 'breaker_open', retryAfter: 60 });
  expect(server.seen).toHaveLength(5);
  expect(neighbour.breaker()).toEqual({ state: 'open', next_try_at: new Date(clock.ms + 60_000) });
  clock.ms += 59_999;
  expect(await faultOf(neighbour.call(call))).toMatchObject({ fault: 'breaker_open', retryAfter: 1 });
  clock.ms += 1;
  expect(neighbour.breaker().state).toBe('half_open');
  // a probe that fails opens it again
  await faultOf(neighbour.call({ ...call, repeatable: false }));
  expect(server.seen).toHaveLength(6);
  expect(neighbour.breaker().state).toBe('open');
  clock.ms += 60_000;
  let release: () => void = () => undefined;
  server.control.behave = (response, request) => {
    release = () => fine(response, request);
  };
  const many = Array.from({ length: 8 }, () => faultOf(neighbour.call(call)));
  while (server.seen.length < 7) await new Promise((resolve) => setImmediate(resolve));
  release();
  const faults = (await Promise.all(many)).map(({ fault }) => fault);
  expect(faults.filter((fault) => fault === null)).toHaveLength(1);
  expect(faults.filter((fault) => fault === 'breaker_open')).toHaveLength(7);
  expect(server.seen).toHaveLength(7);
  expect(neighbour.breaker()).toEqual({ state: 'closed', next_try_at: null });
  server.control.behave = fine;
  expect(await neighbour.call(call)).toEqual({ word: 'yes' });
});
