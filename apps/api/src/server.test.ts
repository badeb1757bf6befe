import { Health } from '@message-service/shared/health';
import { QueueStatus } from '@message-service/shared/queues';
import { makeIdentity } from '@message-service/testing/factories';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from './testing/api.test-kit.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('GET /admin/queue-status counts every queue', async () => {
  const { status, body } = await api.send({ path: '/admin/queue-status', as: makeIdentity('admin') });
  expect(status).toBe(200);
  const parsed = QueueStatus.parse({ ...Object(body), at: new Date(Reflect.get(Object(body), 'at')) });
  expect(parsed.queues.map(({ name, paused }) => [name, paused])).toEqual([
    ['message-processing', false],
    ['maintenance', false],
  ]);
  expect(parsed.dead_letter).toEqual({ count: 0 });
});

test('GET /health, /health/live and /health/ready need nobody to be signed in', async () => {
  const health = await api.send({ path: '/health' });
  expect(health.status).toBe(200);
  expect(Health.parse(health.body)).toMatchObject({
    status: 'degraded',
    service: 'message-service',
    dependencies: { mongodb: { status: 'connected' }, redis: { status: 'connected' } },
    performance: { messages_in_queue: 0, workers: 0, concurrent_requests: 1 },
  });
  expect(await api.send({ path: '/health/live' })).toMatchObject({ status: 200, body: { status: 'alive' } });
  expect(await api.send({ path: '/health/ready' })).toMatchObject({ status: 200, body: { status: 'ready' } });
});

test('GET /metrics has the names of the design, and counts requests back down', async () => {
  const { status, headers, text } = await api.send({ path: '/metrics' });
  expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')]);
  for (const name of [
    ...['messages_created_total', 'messages_processed_total', 'message_processing_seconds', 'message_queue_size'],
    ...['llm_requests_total', 'llm_response_seconds', 'llm_tokens_used_total', 'llm_errors_total'],
    ...['database_query_seconds', 'cache_hit_rate', 'concurrent_requests', 'process_cpu_seconds_total'],
  ]) {
    expect(text).toContain(`# TYPE ${name} `);
  }
  expect(text).toMatch(/^concurrent_requests 1$/m);
  expect(text).toMatch(/^database_query_seconds_count\{operation="count"\} [1-9]/m);
});

test('/openapi.json is a valid document', async () => {
  const { body } = await api.send({ path: '/openapi.json' });
  const validator = new Validator();
  const { valid, errors } = await validator.validate(Object(body));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(validator.resolveRefs()).toBeDefined();
});

test('every route stands in /openapi.json, and nothing else does', async () => {
  const { body } = await api.send({ path: '/openapi.json' });
  const paths: Record<string, object> = Reflect.get(Object(body), 'paths');
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = api.app
    .declaredRoutes()
    .filter(({ method, url }) => method !== 'HEAD' && !/^\/(trpc|docs|openapi\.json)/.test(url))
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual(served.sort());
});

test('every reference of /openapi.json leads somewhere', async () => {
  const { body, text } = await api.send({ path: '/openapi.json' });
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) {
    const target = reference.split('/').reduce((value: unknown, key) => Reflect.get(Object(value), key), body);
    expect(target, reference).toBeTypeOf('object');
  }
});

test('/docs shows the document with nothing from elsewhere', async () => {
  const page = await api.send({ path: '/docs' });
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.text).not.toMatch(/https?:\/\//);
  const assets = [...page.text.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(assets.length).toBeGreaterThan(3);
  for (const path of assets) expect((await api.send({ path })).status, path).toBe(200);
  expect((await api.send({ path: '/docs/json' })).text).toBe((await api.send({ path: '/openapi.json' })).text);
});

test('HEAD answers as GET without a body, and opens no event stream', async () => {
  const as = makeIdentity();
  expect(await api.send({ method: 'HEAD', path: '/health/live' })).toMatchObject({ status: 200, text: '' });
  expect(await api.send({ method: 'HEAD', path: '/conversations', as })).toMatchObject({ status: 200, text: '' });
  expect(await api.send({ method: 'HEAD', path: '/messages/msg_000000001/events', as })).toMatchObject({ status: 404 });
});
