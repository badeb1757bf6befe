import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeIdentity } from '@message-service/testing/factories';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CoreContext } from '../context.ts';
import { untilReady } from '../redis/index.ts';
import { releaseMessageSlot, renewMessageSlot, takeMessageSlot } from './index.ts';

let t: TestContext;
let other: TestContext;
const limits = {
  MAX_MESSAGES_PER_MINUTE: '20',
  MAX_MESSAGES_PER_HOUR: '50',
  MAX_MESSAGES_PER_DAY: '60',
  MAX_CONCURRENT_MESSAGES_PER_USER: '1000',
};
beforeAll(async () => {
  t = await createTestContext(limits);
  other = await createTestContext({ ...limits, ...{ REDIS_PREFIX: t.settings.REDIS_PREFIX } });
});
afterAll(async () => {
  await other.close();
  await t.close();
});

let next = 0;
const START = Date.UTC(2026, 0, 5, 12, 0, 0, 500);
const at = (ctx: CoreContext, ms: number): CoreContext => ({ ...ctx, now: () => new Date(START + ms) });
const takeMany = async (count: number, ms: number, user: string) => {
  const taken = await Promise.allSettled(
    Array.from({ length: count }, (_, i) =>
      takeMessageSlot(at(i % 2 === 0 ? t.ctx : other.ctx, ms), user, `msg_test${next++}`),
    ),
  );
  return taken.filter((outcome) => outcome.status === 'fulfilled').length;
};

test('two processes together let through exactly the limit of a minute', async () => {
  const { user_id } = makeIdentity();
  expect(await takeMany(100, 0, user_id)).toBe(20);
  expect(await takeMany(1, 59_000, user_id)).toBe(0);
  expect(await takeMany(100, 61_000, user_id)).toBe(20);
});

test('no interval of a minute holds more than its limit, wherever it starts', async () => {
  const { user_id } = makeIdentity();
  const let_through: number[] = [];
  for (let ms = 0; ms < 150_000; ms += 2_500) {
    for (let n = await takeMany(3, ms, user_id); n > 0; n--) let_through.push(ms);
  }
  for (const start of let_through) {
    expect(let_through.filter((ms) => ms >= start && ms < start + 60_000).length).toBeLessThanOrEqual(20);
  }
  expect(let_through.length).toBeGreaterThan(40);
});

test('the hour and the day bind after the minute', async () => {
  const { user_id } = makeIdentity();
  const through: number[] = [];
  for (let minute = 0; minute < 5; minute++) through.push(await takeMany(25, minute * 65_000, user_id));
  expect(through).toEqual([20, 20, 10, 0, 0]);
  expect(await takeMany(25, 2 * 3_600_000, user_id)).toBe(10);
  await expect(takeMessageSlot(at(t.ctx, 2 * 3_600_000), user_id, 'm')).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    details: { limit: { limit: 60, remaining: 0 } },
  });
});

test('what is refused says when to come back, and then it is let through', async () => {
  const { user_id } = makeIdentity();
  await takeMany(20, 0, user_id);
  const refused = await takeMessageSlot(at(t.ctx, 10_000), user_id, 'm').catch((error: unknown) => error);
  expect(refused).toMatchObject({ details: { retryAfterSeconds: expect.any(Number) } });
  const wait = Reflect.get(Reflect.get(Object(refused), 'details'), 'retryAfterSeconds');
  expect(await takeMany(1, 10_000 + wait * 1_000, user_id)).toBe(1);
});

test('messages in process are limited until they end or their time is over', async () => {
  const few = await createTestContext({ ...limits, MAX_CONCURRENT_MESSAGES_PER_USER: '3' });
  const { user_id } = makeIdentity();
  const take = (id: string, ms = 0) => takeMessageSlot(at(few.ctx, ms), user_id, id);
  const taken = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((id) => take(id)));
  expect(taken.map((outcome) => outcome.status === 'fulfilled')).toEqual([true, true, true, false, false]);
  await releaseMessageSlot(few.ctx, user_id, 'b');
  await take('f');
  await expect(take('g')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await take('h', few.settings.MESSAGE_PROCESSING_TIMEOUT * 1_000 + 1);
  await few.close();
});

test('without Redis each process limits by itself', async () => {
  const { user_id } = makeIdentity();
  const redis = t.ctx.redis.duplicate({ port: 1, lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  const away = { ...at(t.ctx, 0), redis };
  const taken = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => takeMessageSlot(away, user_id, `m${i}`)));
  expect(taken.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(20);
  redis.disconnect();
});

test('without Redis the messages in process are limited too, until it is back', async () => {
  const few = await createTestContext({ ...limits, MAX_CONCURRENT_MESSAGES_PER_USER: '3' });
  const { user_id } = makeIdentity();
  const redis = few.ctx.redis.duplicate({ port: 1, lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  const away = { ...at(few.ctx, 0), redis };
  const taken = await Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => takeMessageSlot(away, user_id, id)));
  expect(taken.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
  await releaseMessageSlot(away, user_id, 'b');
  await takeMessageSlot(away, user_id, 'e');
  await expect(takeMessageSlot(away, user_id, 'f')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await takeMessageSlot(at(few.ctx, 0), user_id, 'g');
  await takeMessageSlot(away, user_id, 'h');
  redis.disconnect();
  await few.close();
});

test('a place that is renewed is held for the whole time again', async () => {
  const one = await createTestContext({ ...limits, MAX_CONCURRENT_MESSAGES_PER_USER: '1' });
  const { user_id } = makeIdentity();
  const ms = one.settings.MESSAGE_PROCESSING_TIMEOUT * 1_000;
  await takeMessageSlot(at(one.ctx, 0), user_id, 'a');
  await renewMessageSlot(at(one.ctx, ms - 1), user_id, 'a');
  await expect(takeMessageSlot(at(one.ctx, ms + 1), user_id, 'b')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await takeMessageSlot(at(one.ctx, 2 * ms), user_id, 'b');
  await one.close();
});

/** The context with a log whose lines are kept. */
const logged = (ctx: CoreContext) => {
  const lines: { level: number; msg: string }[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { ctx: { ...ctx, log }, lines };
};

test('a count that Redis refuses is an error and no absence; the limit holds all the same', async () => {
  const { user_id } = makeIdentity();
  const { ctx, lines } = logged(at(t.ctx, 0));
  await ctx.redis.set(`${ctx.settings.REDIS_PREFIX}:limit:{${user_id}}:counts`, 'no hash');
  const taken = await Promise.allSettled(Array.from({ length: 21 }, (_, i) => takeMessageSlot(ctx, user_id, `m${i}`)));
  expect(taken.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(20);
  expect(new Set(lines.map(({ level, msg }) => `${level} ${msg}`))).toEqual(
    new Set(['50 limits are counted per process: redis refused to count them']),
  );
});

test('processes whose clocks differ count by the clock of Redis', async () => {
  const { user_id } = makeIdentity();
  await takeMessageSlot(t.ctx, user_id, 'a');
  const score = await t.ctx.redis.zscore(`${t.ctx.settings.REDIS_PREFIX}:limit:{${user_id}}:working`, 'a');
  const [seconds] = await t.ctx.redis.time();
  vi.useFakeTimers({ now: 0, toFake: ['Date'] });
  await takeMessageSlot(t.ctx, user_id, 'b');
  vi.useRealTimers();
  const other = await t.ctx.redis.zscore(`${t.ctx.settings.REDIS_PREFIX}:limit:{${user_id}}:working`, 'b');
  expect(Number(score)).toBeGreaterThan(Number(seconds) * 1_000);
  expect(Number(other)).toBeGreaterThanOrEqual(Number(score));
});

test('one message costs one command', async () => {
  const { user_id } = makeIdentity();
  await takeMessageSlot(t.ctx, user_id, 'warm');
  const sent: string[] = [];
  const redis = t.ctx.redis.duplicate();
  await untilReady(redis, 5_000);
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    sent.push(command.name);
    return send(command, stream);
  };
  await takeMessageSlot({ ...t.ctx, redis }, user_id, 'one');
  redis.disconnect();
  expect(sent).toEqual(['evalsha']);
  const working = `${t.settings.REDIS_PREFIX}:limit:{${user_id}}:working`;
  expect(await t.ctx.redis.zscore(working, 'one')).not.toBeNull();
});
