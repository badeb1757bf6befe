import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StreamEvent, sendEventStream } from './event-stream.ts';

type Source = { pulled: number; returned: boolean; settled: boolean };
let app: FastifyInstance;
let port = 0;
let source: Source;
let make: (signal: AbortSignal) => AsyncGenerator<StreamEvent, void, void>;
let rejections = 0;
const count = () => {
  rejections++;
};

beforeAll(async () => {
  process.on('unhandledRejection', count);
  app = Fastify();
  app.get('/', async (_request, reply) => {
    const abort = new AbortController();
    reply.raw.on('close', () => abort.abort());
    await sendEventStream(reply, make(abort.signal), abort.signal, { pingMs: 20 });
    source.settled = true;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(async () => {
  await app.close();
  process.off('unhandledRejection', count);
  expect(rejections).toBe(0);
});

const start = async (events: (signal: AbortSignal) => AsyncGenerator<StreamEvent, void, void>): Promise<Socket> => {
  const state: Source = { pulled: 0, returned: false, settled: false };
  source = state;
  make = async function* (signal) {
    try {
      for await (const event of events(signal)) {
        state.pulled++;
        yield event;
      }
    } finally {
      state.returned = true;
    }
  };
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return socket;
};
const readAll = async (socket: Socket): Promise<string> => {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'close');
  return text;
};
const event = (size: number): StreamEvent => ({ id: '1-1', name: 'token', data: 'x'.repeat(size) });
const BIG = 65_536;

test('a reader that does not read is cut, and the source is left alone', async () => {
  const socket = await start(async function* () {
    for (;;) yield event(BIG);
  });
  socket.pause();
  await expect.poll(() => source.settled, { timeout: 15_000 }).toBe(true);
  expect(source.returned).toBe(true);
  const pulled = source.pulled;
  expect(pulled * BIG).toBeLessThan(64 * 1_048_576);
  const text = await readAll(socket.resume());
  expect(text.endsWith('0\r\n\r\n')).toBe(false);
  expect(source.pulled).toBe(pulled);
});

test('a reader that reads slowly gets everything', async () => {
  const socket = await start(async function* () {
    for (let i = 0; i < 300; i++) yield event(BIG);
  });
  const reading = readAll(socket);
  for (let i = 0; i < 5; i++) {
    socket.pause();
    await sleep(50);
    socket.resume();
    await sleep(10);
  }
  await expect.poll(() => source.settled, { timeout: 15_000 }).toBe(true);
  socket.end();
  const text = await reading;
  expect(text.split('event: token').length - 1).toBe(300);
  expect(source).toEqual({ pulled: 300, returned: true, settled: true });
});

test('while nothing happens there are pings; a reader that leaves then frees the source', async () => {
  const socket = await start(async function* (signal) {
    yield event(1);
    await sleep(60_000, undefined, { signal }).catch(() => undefined);
  });
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  await expect.poll(() => text.split(': ping\n\n').length).toBeGreaterThan(2);
  socket.destroy();
  await expect.poll(() => source).toEqual({ pulled: 1, returned: true, settled: true });
});

test('a source that fails in the middle ends the answer, not the process', async () => {
  const socket = await start(async function* () {
    yield event(1);
    await sleep(10);
    throw new Error('planted');
  });
  const reading = readAll(socket);
  await expect.poll(() => source.settled).toBe(true);
  socket.end();
  const text = await reading;
  expect(text).toContain('retry: 1000\n\n');
  expect(text.endsWith('0\r\n\r\n')).toBe(true);
  expect(text).not.toContain('planted');
});
