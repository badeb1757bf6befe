import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, openNeighbours, startNeighbour } from '../neighbour.test-kit.ts';
import { validateToken } from './index.ts';

let server: Awaited<ReturnType<typeof startNeighbour>>;
beforeAll(async () => {
  server = await startNeighbour(answer(200, {}));
});
afterAll(() => server.close());
const user_id = 'user_000000001';

test('the Auth Service says whom a token belongs to, and until when', async () => {
  const ctx = openNeighbours({ AUTH_SERVICE_URL: server.url });
  const roles = ['moderator', 'emperor', 'moderator'];
  server.control.behave = answer(200, { user_id, roles, exp: 1_900_000_000, more: 1 });
  expect(await validateToken(ctx, 'a.b.c')).toEqual({
    user_id,
    roles: ['moderator'],
    expires_at: new Date(1_900_000_000_000),
  });
  expect(server.seen.at(-1)).toMatchObject({ method: 'POST', path: '/validate-token', body: '{"token":"a.b.c"}' });
  server.control.behave = answer(200, { user_id });
  expect(await validateToken(ctx, 'a.b.c')).toEqual({ user_id, roles: ['user'] });
});

test('a token that it does not know is nobody; an answer that makes no sense is none', async () => {
  const ctx = openNeighbours({ AUTH_SERVICE_URL: server.url, NEIGHBOUR_MAX_TRIES: '1' });
  for (const status of [401, 403, 404, 422]) {
    server.control.behave = answer(status, { detail: 'no' });
    expect(await validateToken(ctx, 't')).toBeNull();
  }
  server.control.behave = answer(200, { valid: false });
  expect(await validateToken(ctx, 't')).toBeNull();
  for (const body of [{}, { valid: true }, { user_id: 'root' }, { user_id, roles: 'admin' }, { user_id, exp: 1e300 }]) {
    server.control.behave = answer(200, body);
    await expect(validateToken(ctx, 't')).rejects.toMatchObject({ code: 'UNAVAILABLE', fault: 'wrong_schema' });
  }
  server.control.behave = answer(500, {});
  await expect(validateToken(ctx, 't')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await validateToken(openNeighbours({}), 't')).toBeNull();
});
