import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

let handle: RequestListener = () => undefined;
let server: Server;
let door: typeof import('./route');

beforeAll(async () => {
  server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  vi.stubEnv('API_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  door = await import('./route');
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, options?: RequestInit & { duplex?: 'half' }) =>
  door.GET(new Request(`http://console.test${path}`, options));

describe('the door to the api', () => {
  test('hands over method, path, query, body and headers, without those of the connection', async () => {
    const seen: unknown[] = [];
    handle = (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { cookie, connection, 'x-requested-with': by } = request.headers;
        seen.push([request.method, request.url, body, cookie, connection, by]);
        response.writeHead(202, { 'set-cookie': ['a=1; HttpOnly', 'b=2'], 'x-trace-id': 't1' }).end('{"ok":true}');
      });
    };
    const headers = { cookie: 'ms_session=x', connection: 'close', 'x-requested-with': 'message-console' };
    const answer = await ask('/api/trpc/messages.send?batch=1', { method: 'POST', body: '{"0":1}', headers });
    expect(seen).toEqual([
      ['POST', '/trpc/messages.send?batch=1', '{"0":1}', 'ms_session=x', 'keep-alive', 'message-console'],
    ]);
    expect(answer.status).toBe(202);
    expect(answer.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(answer.headers.get('x-trace-id')).toBe('t1');
    expect(await answer.json()).toEqual({ ok: true });
  });

  test('passes a stream on as it comes, and ends it at the api when the reader leaves', async () => {
    const left = new Promise<void>((resolve) => {
      handle = (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
        response.on('close', resolve);
      };
    });
    const leave = new AbortController();
    const answer = await ask('/api/trpc/overview.live', { signal: leave.signal });
    const reader = answer.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe('data: 1\n\n');
    await reader?.cancel();
    await left;
  });

  test('does not follow a redirect itself', async () => {
    handle = (_request, response) => response.writeHead(302, { location: 'http://elsewhere.test/' }).end();
    const answer = await ask('/api/docs');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('http://elsewhere.test/');
  });

  test.each([
    ['by its length', { 'content-length': '1048577' }, 1],
    ['by counting', {}, 1_048_577],
  ])('turns a body away that is too large, %s, before the api sees it', async (_name, headers, size) => {
    const seen: unknown[] = [];
    handle = (request, response) => {
      seen.push(request.url);
      response.end();
    };
    const body = new ReadableStream({
      start: (controller) => {
        for (let left = size; left > 0; left -= 65_536) controller.enqueue(new Uint8Array(Math.min(left, 65_536)));
        controller.close();
      },
    });
    const answer = await ask('/api/messages', { method: 'POST', headers, body, duplex: 'half' });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 });
    expect(seen).toEqual([]);
  });

  test('hands over the largest body that is allowed', async () => {
    handle = (request, response) => {
      let size = 0;
      request.on('data', (chunk) => {
        size += chunk.length;
      });
      request.on('end', () => response.end(String(size)));
    };
    const answer = await ask('/api/messages', { method: 'POST', body: 'x'.repeat(1_048_576) });
    expect(await answer.text()).toBe('1048576');
  });

  test('says that the api is away, and when to come back', async () => {
    handle = (request) => request.socket.destroy();
    const answer = await ask('/api/health', { headers: { 'x-trace-id': 'mine' } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'UNAVAILABLE', status: 503, trace_id: 'mine' });
  });
});
