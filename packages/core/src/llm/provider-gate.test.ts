import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeIdentity } from '@message-service/testing/factories';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createContext, type OpenContext } from '../context.ts';
import { createLocalGate, enterGate, type OpenCall, settleCall } from '../gate/index.ts';
import { createLogger } from '../logger.ts';
import { CoreSettings } from '../settings.ts';
import { forceBreaker, listProviders } from './index.ts';
import { type GateContext, limitsOf, providerGate } from './provider-gate.ts';

const environment = {
  LLM_BREAKER_FAILURES: '3',
  LLM_BREAKER_SECONDS: '60',
  MAX_CONCURRENT_LLM_REQUESTS: '4',
  OPENAI_API_KEY: 'k',
};
let t: TestContext;
let second: OpenContext;
let nowMs = 0;
let [one, two]: GateContext[] = [];
let made = 0;

beforeAll(async () => {
  t = await createTestContext(environment);
  second = await createContext(
    CoreSettings.parse(t.environment),
    createLogger({ LOG_LEVEL: 'silent' }, 'test'),
    'test',
  );
  const now = () => new Date(nowMs);
  one = { ...t.ctx, now };
  two = { ...second, now };
});
afterAll(async () => {
  await second.close();
  await t.close();
});
beforeEach(async () => {
  nowMs = 1_700_000_000_000;
  const keys = await t.ctx.redis.keys(`${t.settings.REDIS_PREFIX}:{llm}*`);
  if (keys.length > 0) await t.ctx.redis.del(...keys);
});

const worker = (index: number) => {
  const found = index % 2 === 0 ? one : two;
  if (!found) throw new Error('no context');
  return found;
};
const workerGate = (index: number) => providerGate(worker(index));
const enter = (index = 0) => enterGate(workerGate(index), 'openai', `call_${made++}`);
const isCall = (entry: Awaited<ReturnType<typeof enter>>): entry is OpenCall => 'id' in entry;
const through = async (index = 0): Promise<OpenCall> => {
  const entry = await enter(index);
  if (isCall(entry)) return entry;
  throw new Error(`refused: ${entry.why}`);
};
const whyNot = async (index = 0) => {
  const entry = await enter(index);
  return isCall(entry) ? 'let through' : entry.why;
};
const fail = async (times: number) => {
  for (let time = 0; time < times; time++)
    await settleCall(workerGate(time), await through(time), { outcome: 'failed' });
};
const stateOf = async () =>
  (await listProviders({ ...t.ctx, now: () => new Date(nowMs) })).items.find(({ provider }) => provider === 'openai')
    ?.breaker;

test('failures of two workers together open it for both; the next try is known', async () => {
  await fail(2);
  expect(await stateOf()).toEqual({ state: 'closed', next_try_at: null });
  await fail(1);
  expect(await stateOf()).toEqual({ state: 'open', next_try_at: new Date(nowMs + 60_000) });
  for (const index of [0, 1]) {
    const entry = await enter(index);
    expect(entry).toMatchObject({ ok: false, why: 'open', waitMs: 60_000 });
  }
  nowMs += 59_999;
  expect(await whyNot(1)).toBe('open');
});

test('a success in between begins the count anew', async () => {
  await fail(2);
  await settleCall(workerGate(0), await through(), { outcome: 'ok' });
  await fail(2);
  expect((await stateOf())?.state).toBe('closed');
});

test('after its time exactly one of 40 tries of two workers is let through, and three good ones close it', async () => {
  await fail(3);
  nowMs += 60_000;
  for (let success = 1; success <= 3; success++) {
    const entries = await Promise.all(Array.from({ length: 40 }, (_, index) => enter(index)));
    const probes = entries.filter(isCall);
    expect(probes.map(({ probe }) => probe)).toEqual([true]);
    expect(new Set(entries.flatMap((entry) => (isCall(entry) ? [] : [entry.why])))).toEqual(new Set(['probing']));
    const [probe] = probes;
    if (probe)
      expect(await settleCall(workerGate(success), probe, { outcome: 'ok' })).toBe(success === 3 ? 'closed' : null);
  }
  expect((await through(1)).probe).toBe(false);
});

test('a probe that fails opens it again; one whose worker died makes room for the next', async () => {
  await fail(3);
  nowMs += 60_000;
  expect(await settleCall(workerGate(0), await through(), { outcome: 'failed' })).toBe('opened');
  expect(await whyNot()).toBe('open');
  nowMs += 60_000;
  const lost = await through();
  expect(await whyNot(1)).toBe('probing');
  nowMs += limitsOf(t.settings, 'openai').leaseMs;
  const next = await through(1);
  expect(next.probe).toBe(true);
  await settleCall(workerGate(0), lost, { outcome: 'failed' });
  expect((await stateOf())?.state).toBe('half_open');
});

test('what began before it opened moves nothing when it ends', async () => {
  const early = await through();
  await fail(3);
  expect(await settleCall(workerGate(0), early, { outcome: 'ok' })).toBeNull();
  expect((await stateOf())?.state).toBe('open');
});

test('at most as many calls as allowed are open over both workers; places come back by their end or their lease', async () => {
  const entries = await Promise.all(Array.from({ length: 20 }, (_, index) => enter(index)));
  const calls = entries.filter(isCall);
  expect(calls).toHaveLength(4);
  expect(await whyNot(1)).toBe('full');
  const [first] = calls;
  if (first) await settleCall(workerGate(0), first, { outcome: 'unknown' });
  await through(1);
  expect(await whyNot(1)).toBe('full');
  nowMs += limitsOf(t.settings, 'openai').leaseMs;
  await through(1);
});

test('an admin holds it open or closed, also when Redis is wiped, and lets it go', async () => {
  const admin = makeIdentity('admin');
  const force = (forced: 'open' | 'closed' | null) =>
    forceBreaker({ ...t.ctx, now: () => new Date(nowMs) }, admin, { provider: 'openai', forced, reason: 'a test' });
  expect((await force('open')).breaker).toEqual({ state: 'open', next_try_at: null });
  expect(await whyNot(1)).toBe('held');
  await t.ctx.redis.del(...(await t.ctx.redis.keys(`${t.settings.REDIS_PREFIX}:{llm}*`)));
  expect(await whyNot(1)).toBe('held');
  await force('closed');
  await fail(7);
  expect((await through(1)).probe).toBe(false);
  expect((await force(null)).breaker).toEqual({ state: 'closed', next_try_at: null });
  await fail(3);
  expect((await stateOf())?.state).toBe('open');
});

test('while Redis is away a worker goes on from what it last heard, and counts by itself', async () => {
  const away = new Redis('redis://127.0.0.1:9', {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  away.on('error', () => undefined);
  const alone = { ...workerGate(0), redis: away };
  const call = async () => {
    const entry = await enterGate(alone, 'openai', `call_${made++}`);
    if (!isCall(entry)) return entry.why;
    await settleCall(alone, entry, { outcome: 'failed' });
    return 'failed';
  };
  expect([await call(), await call(), await call(), await call()]).toEqual(['failed', 'failed', 'failed', 'open']);
  nowMs += 60_000;
  expect([await call(), await call()]).toEqual(['failed', 'open']);
  away.disconnect();
});

test('the gate of one process decides as the one in Redis does, whatever happens', async () => {
  const act = fc.oneof(
    fc.constant({ kind: 'enter' as const }),
    fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(5),
      outcome: fc.constantFrom('ok', 'failed', 'unknown'),
    }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 20_000, 33_000, 60_000) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
      await t.ctx.redis.del(
        ...['breaker:anthropic', 'calls'].map((name) => `${t.settings.REDIS_PREFIX}:{llm}:${name}`),
      );
      const limits = limitsOf(t.settings, 'anthropic');
      const local = createLocalGate();
      const open: { shared: OpenCall; generation: number }[] = [];
      for (const next of acts) {
        if (next.kind === 'wait') nowMs += next.ms;
        else if (next.kind === 'enter') {
          const id = `call_${made++}`;
          const shared = await enterGate(workerGate(made), 'anthropic', id);
          const own = local.enter('anthropic', id, nowMs, limits);
          if (!isCall(shared)) expect(own).toEqual(shared);
          else {
            expect(own).toMatchObject({ ok: true, probe: shared.probe });
            open.push({ shared, generation: own.ok ? own.generation : -1 });
          }
        } else {
          const [call] = open.splice(next.which, 1);
          if (!call) continue;
          const { id } = call.shared;
          await settleCall(workerGate(made), call.shared, { outcome: next.outcome });
          local.settle('anthropic', { id, generation: call.generation, outcome: next.outcome }, nowMs, limits);
        }
      }
    }),
    { numRuns: 60 },
  );
});
