import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { processMessageOnce } from '@message-service/core/messages';
import type { Identity } from '@message-service/shared/auth';
import { newId } from '@message-service/shared/ids';
import { makeIdentity } from '@message-service/testing/factories';
import { afterEach, expect, test } from 'vitest';
import { compact, newRsaKey } from './auth/issuer.fixture.ts';
import { type Api, bearer, type Call, startApi } from './testing/api.test-kit.ts';

type Handler = (request: { method: string; path: string; body: Record<string, unknown> }) => [number, unknown];

const NAMES = ['auth', 'conversation', 'characters'] as const;
type Name = (typeof NAMES)[number];
const DEADLINE_S = 1;

const readAll = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
};

/** A neighbour as a real HTTP server, until it hangs. */
const startServer = async (handle: Handler) => {
  const control = { hangs: false, asked: 0 };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    control.asked++;
    const { method = '', url: path = '' } = request;
    const body = await readAll(request);
    if (control.hangs) return;
    const [status, told] = path === '/health' ? [200, { status: 'ok' }] : handle({ method, path, body });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(told));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url, control, close };
};

const luna = { character_id: 'char_luna00001', name: 'Luna', description: 'Calm.' };

/** What the three services of the platform would do. */
const startNeighbours = async (me: Identity) => {
  const kept = new Map<string, Record<string, unknown>>();
  const handlers: Record<Name, Handler> = {
    auth: () => [200, { valid: true, user_id: me.user_id, roles: me.roles }],
    characters: ({ path }) =>
      path === '/characters' ? [200, [luna]] : path === `/characters/${luna.character_id}` ? [200, luna] : [404, {}],
    conversation: ({ method, path, body }) => {
      const id = path.split('/')[2] ?? newId('conv');
      const known = kept.get(id) ?? { conversation_id: id, status: 'active' };
      if (method !== 'POST' && !kept.has(id)) return [404, {}];
      const status =
        method === 'DELETE' ? { status: 'archived' } : path.endsWith('/restore') ? { status: 'active' } : {};
      const next = { ...known, ...body, ...status };
      kept.set(id, next);
      return [method === 'POST' && body.user_id !== undefined ? 201 : 200, next];
    },
  };
  const [auth, conversation, characters] = await Promise.all(NAMES.map((name) => startServer(handlers[name])));
  if (!auth || !conversation || !characters) throw new Error('not started');
  return { auth, conversation, characters };
};

const rsa = newRsaKey('key-of-the-auth-service');
/** A token that only the Auth Service can check. */
const foreignToken = ({ user_id }: Identity) => {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const claims = { iss: 'message-service', aud: 'message-service', sub: user_id, exp, jti: newId('user') };
  return `Bearer ${compact({ alg: 'RS256' }, claims, rsa.sign)}`;
};

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const idIn = (body: unknown, name: string) => String(Reflect.get(Object(body), name));

/** What a user does with a conversation from its beginning to its end; the status of every answer. */
const goThrough = async (api: Api, authorization: string) => {
  const statuses: [string, number][] = [];
  const call = async (name: string, wanted: Call) => {
    const answer = await api.send({ ...wanted, headers: { authorization } });
    statuses.push([name, answer.status]);
    return answer.body;
  };
  const made = await call('create', {
    method: 'POST',
    path: '/conversations',
    body: { character_id: luna.character_id },
  });
  const conversation_id = idIn(made, 'conversation_id');
  const path = `/conversations/${conversation_id}`;
  await call('rename', { method: 'PATCH', path, body: { title: 'Renamed' } });
  const sent = { method: 'POST', path: '/messages', body: { conversation_id, content: { text: 'Hello' } } };
  const message_id = idIn(await call('send', sent), 'message_id');
  await processMessageOnce(api.t.ctx, message_id, { id: 'w', stopping: new AbortController().signal });
  const read = await call('read', { path: `/messages/${message_id}` });
  const list = await call('list', { path: `${path}/messages` });
  await call('archive', { method: 'DELETE', path });
  await call('refused', sent);
  await call('restore', { method: 'POST', path: `${path}/restore` });
  const last = await call('look', { path });
  const items: unknown = Reflect.get(Object(list), 'items');
  return {
    statuses,
    status: idIn(read, 'processing_status'),
    messages: Array.isArray(items) ? items.length : 0,
    conversation: { title: idIn(last, 'title'), status: idIn(last, 'status'), owner: idIn(last, 'user_id') },
  };
};

const settingsFor = (servers: Record<Name, { url: string }>) => ({
  AUTH_SERVICE_URL: servers.auth.url,
  CONVERSATION_SERVICE_URL: servers.conversation.url,
  CHARACTERS_SERVICE_URL: servers.characters.url,
  NEIGHBOUR_TRY_TIMEOUT: String(DEADLINE_S / 2),
  NEIGHBOUR_DEADLINE: String(DEADLINE_S),
});

const open = async (me: Identity) => {
  const servers = await startNeighbours(me);
  const api = await startApi(settingsFor(servers));
  cleanups.push(api.close, ...NAMES.map((name) => servers[name].close));
  return { servers, api };
};

test('the journey is the same alone and among its neighbours', async () => {
  const me = makeIdentity();
  const alone = await startApi();
  cleanups.push(alone.close);
  const { servers, api } = await open(me);
  const expected = await goThrough(alone, await bearer(me));
  expect(expected).toMatchObject({
    status: 'completed',
    messages: 2,
    conversation: { title: 'Renamed', owner: me.user_id },
  });
  expect(expected.statuses.map(([, status]) => status)).toEqual([201, 200, 202, 200, 200, 200, 409, 200, 200]);
  expect(await goThrough(api, foreignToken(me))).toEqual(expected);
  for (const name of NAMES) expect(servers[name].control.asked, name).toBeGreaterThan(0);
  process.stdout.write(`neighbours: ${expected.statuses.length} steps answered alike alone and among three services\n`);
});

test('while they hang, whoever needs them is answered within the deadline, and the health says which', async () => {
  const me = makeIdentity();
  const { servers, api } = await open(me);
  const authorization = await bearer(me);
  const create: Call = { method: 'POST', path: '/conversations', body: { character_id: luna.character_id } };
  const made = await api.send({ ...create, headers: { authorization } });
  const path = `/conversations/${idIn(made.body, 'conversation_id')}`;
  for (const name of NAMES) servers[name].control.hangs = true;
  const needs: [Name, Call][] = [
    ['auth', { path: '/conversations', headers: { authorization: foreignToken(me) } }],
    ['conversation', { ...create, headers: { authorization } }],
    ['characters', { path: `/trpc/characters.list`, headers: { authorization } }],
  ];
  for (const [name, call] of needs) {
    const startedAt = performance.now();
    const answer = await api.send(call);
    expect(answer.status, `${name}: ${answer.text}`).toBe(503);
    expect(Number(answer.headers['retry-after']), name).toBeGreaterThan(0);
    expect(performance.now() - startedAt, name).toBeLessThan(DEADLINE_S * 1_000 + 4_000);
  }
  expect((await api.send({ path, headers: { authorization } })).status).toBe(200);
  const health = await api.send({ path: '/health' });
  const away = { status: 'unreachable' };
  expect(health.body).toMatchObject({
    status: 'degraded',
    dependencies: { auth_service: away, conversation_service: away, characters_service: away },
  });
});
