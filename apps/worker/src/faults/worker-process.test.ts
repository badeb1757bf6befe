import { once } from 'node:events';
import { createServer } from 'node:http';
import { findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, body: await response.text() };
};

test('settings that are wrong are listed all at once, and the worker ends with 1', async () => {
  const worker = world.run('worker', {
    MONGODB_URL: '',
    REDIS_PREFIX: 'not:allowed',
    WORKER_CONCURRENCY: '0',
    WORKER_METRICS_PORT: 'ninety',
    SHUTDOWN_GRACE_SECONDS: '-1',
    MESSAGE_LEASE_SECONDS: '0',
  });
  expect(await worker.ended).toEqual({ code: 1, signal: null });
  const names = worker
    .output()
    .split('\n')
    .flatMap((line) => /^ {2}(\w+): /.exec(line)?.[1] ?? []);
  expect(names.sort()).toEqual([
    'MESSAGE_LEASE_SECONDS',
    'MONGODB_URL',
    'REDIS_PREFIX',
    'REDIS_URL',
    'SHUTDOWN_GRACE_SECONDS',
    'WORKER_CONCURRENCY',
    'WORKER_METRICS_PORT',
  ]);
});

test('a database out of reach and a port in use are each said in one line that names the setting', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = String(typeof address === 'object' ? address?.port : 0);
  const faults = [
    [{ MONGODB_URL: 'mongodb://someone:secret@127.0.0.1:1/', WORKER_METRICS_PORT: '0' }, 'MONGODB_URL'],
    [{ WORKER_METRICS_PORT: port }, 'WORKER_METRICS_PORT'],
  ] as const;
  for (const [environment, name] of faults) {
    const worker = world.run('worker', { ...world.environment, LOG_LEVEL: 'silent', ...environment });
    expect(await worker.ended).toEqual({ code: 1, signal: null });
    expect(worker.output().trim().split('\n')).toHaveLength(1);
    expect(worker.output()).toContain(name);
    expect(worker.output()).not.toContain('secret');
  }
  server.close();
});

test('health and metrics: alive always, ready while the database answers, figures without redis too', async () => {
  const worker = await world.startWorker();
  expect(await get(`${worker.url}/health/live`)).toEqual({ status: 200, body: '{"status":"alive"}' });
  expect(await get(`${worker.url}/health/ready`)).toEqual({ status: 200, body: '{"status":"ready"}' });
  expect((await get(`${worker.url}/elsewhere`)).status).toBe(404);
  const metrics = await get(`${worker.url}/metrics`);
  for (const name of [
    'message_queue_size',
    'messages_processed_total',
    'llm_requests_total',
    'database_query_seconds',
    'cache_hit_rate',
    'process_cpu_seconds_total',
  ])
    expect(metrics.body).toContain(`# TYPE ${name} `);
  expect(metrics.body).toContain('message_queue_size{queue="message-processing"} 0');

  await world.redis.kill();
  expect((await get(`${worker.url}/health/ready`)).status).toBe(200);
  expect((await get(`${worker.url}/metrics`)).status).toBe(200);
  worker.signal('SIGTERM');
  expect(await worker.ended).toEqual({ code: 0, signal: null });
});

test('a worker that starts while redis is away waits for it, and SIGINT ends it at any time', async () => {
  const worker = await world.startWorker();
  worker.signal('SIGINT');
  worker.signal('SIGTERM');
  expect(await worker.ended).toEqual({ code: 0, signal: null });
  await world.redis.restart();
});
