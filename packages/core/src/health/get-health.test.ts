import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createNeighbours, NeighbourSettings } from '../external/index.ts';
import { getHealth } from './index.ts';

let t: TestContext;
let llm: LlmSimulator;
beforeAll(async () => {
  llm = await startLlmSimulator();
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url });
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await t.close();
  await llm.close();
});

test('however many ask, each dependency is asked once, and again when the answer is old', async () => {
  const commands: string[] = [];
  const db = new Proxy(t.ctx.db, {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      if (key === 'command' || key === 'collection') commands.push(key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { provider, pings } = countingPings();
  const ctx = { ...t.ctx, db, llm: { ...t.ctx.llm, default: provider } };
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => getHealth(ctx, '1', i)));
  expect(answers.map(({ performance }) => performance.concurrent_requests)).toEqual(answers.map((_, i) => i));
  expect(new Set(answers.map(({ timestamp }) => timestamp)).size).toBe(1);
  const asked = commands.length;
  expect(commands.filter((command) => command === 'command')).toHaveLength(1);
  expect(pings()).toBe(1);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
  await getHealth(ctx, '1', 0);
  clock.mockRestore();
  expect(commands).toHaveLength(2 * asked);
  expect(pings()).toBe(2);
});

test('a neighbour that hangs is named, with its breaker and the next try; one that works is reachable', async () => {
  const words = (await startServer((_request, response) => response.end('fine'))).url;
  const hanging = (await startServer(() => undefined)).url;
  const clock = { ms: Date.parse('2026-03-01T10:00:00Z') };
  const settings = NeighbourSettings.parse({
    AUTH_SERVICE_URL: words,
    CHARACTERS_SERVICE_URL: hanging,
    NEIGHBOUR_TRY_TIMEOUT: '1',
    NEIGHBOUR_BREAKER_FAILURES: '1',
  });
  const look = () => getHealth({ ...t.ctx, neighbours }, '1', 0);
  const neighbours = createNeighbours(settings, { ...t.ctx, now: () => new Date(clock.ms) });
  const first = await look();
  expect(first.status).toBe('degraded');
  expect(first.dependencies).toMatchObject({
    auth_service: { status: 'reachable', breaker: { state: 'closed', next_try_at: null } },
    conversation_service: { status: 'embedded' },
    characters_service: {
      status: 'unreachable',
      detail: 'timeout',
      breaker: { state: 'open', next_try_at: '2026-03-01T10:01:00.000Z' },
    },
  });
  expect((await look()).dependencies.characters_service).toMatchObject({
    detail: 'breaker_open',
    breaker: { next_try_at: '2026-03-01T10:01:00.000Z' },
  });
  clock.ms += 60_000;
  expect((await look()).dependencies.characters_service).toMatchObject({
    detail: 'timeout',
    breaker: { next_try_at: '2026-03-01T10:02:00.000Z' },
  });
});

const servers: Server[] = [];
const startServer = async (listener: RequestListener) => {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
};

const countingPings = () => {
  let count = 0;
  const real = t.ctx.llm.default;
  const provider = {
    ...real,
    ping: (signal: AbortSignal) => {
      count++;
      return real.ping(signal);
    },
  };
  return { provider, pings: () => count };
};
