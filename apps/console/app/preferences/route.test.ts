import { expect, test } from 'vitest';
import { POST } from './route';

const send = (body: string) => POST(new Request('http://console.test/preferences', { method: 'POST', body }));

test.each([
  [{ name: 'theme', value: 'dark' }, 'theme=dark'],
  [{ name: 'lang', value: 'es' }, 'lang=es'],
  [{ name: 'rail', value: 'closed' }, 'rail=closed'],
  [{ name: 'tz', value: 'America/Argentina/Buenos_Aires' }, 'tz=America%2FArgentina%2FBuenos_Aires'],
])('remembers %j', async (preference, pair) => {
  const answer = await send(JSON.stringify(preference));
  expect(answer.status).toBe(204);
  expect(answer.headers.get('set-cookie')).toBe(`${pair}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`);
});

test.each([
  'not json',
  '{}',
  '{"name":"theme","value":"blue"}',
  '{"name":"ms_session","value":"x"}',
  '{"name":"tz","value":"UTC; Domain=evil.example"}',
  '{"name":"lang","value":"es","more":1}',
])('refuses %s', async (body) => {
  const answer = await send(body);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('set-cookie')).toBeNull();
});
