import { auditLog } from '@message-service/core/audit';
import { conversations } from '@message-service/core/conversations';
import type { Identity } from '@message-service/shared/auth';
import { makeConversation, makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/api.test-kit.ts';
import { trpcFor } from '../testing/trpc.test-kit.ts';

let api: Api;
const me = makeIdentity();
const DAY_MS = 86_400_000;
const START = Date.parse('2026-02-01T00:00:00Z');
const rows = [
  { title: 'Viaje a Málaga', tags: ['travel', 'español'], character_id: 'char_luna00001' },
  { title: 'VIAJE A MALAGA, segunda parte', tags: ['travel'], character_id: 'char_atlas0001' },
  { title: 'A+B (50%) [x].*', tags: ['maths'], character_id: 'char_atlas0001' },
  { title: 'Straße nach Köln', tags: [], character_id: 'char_luna00001' },
  { title: '日本語の勉強', tags: ['travel'], character_id: 'char_luna00001' },
  { title: 'МОСКВА', tags: [], character_id: 'char_luna00001' },
];

beforeAll(async () => {
  api = await startApi();
  await makeConversation(api.t.ctx, makeIdentity(), { title: 'Malaga canary', tags: ['travel'] });
  for (const [day, row] of rows.entries()) {
    const { conversation_id } = await makeConversation(api.t.ctx, me, row);
    const last_activity_at = new Date(START + day * DAY_MS);
    await conversations(api.t.ctx).updateOne({ _id: conversation_id }, { $set: { last_activity_at } });
  }
});
afterAll(() => api.close());

const ask = async (query: Record<string, string>, as: Identity = me) =>
  api.send({ path: `/conversations?${new URLSearchParams(query)}`, as });
const titles = async (query: Record<string, string>) => {
  const { body, status, text } = await ask(query);
  expect(status, text).toBe(200);
  expect(text).not.toContain('canary');
  return Reflect.get(Object(body), 'items').map((item: { title: string }) =>
    rows.findIndex((row) => row.title === item.title),
  );
};

test.each<[Record<string, string>, number[]]>([
  [{ q: 'malaga' }, [1, 0]],
  [{ q: 'MÁLAGA' }, [1, 0]],
  [{ q: 'a mal' }, [1, 0]],
  [{ q: 'segunda' }, [1]],
  [{ q: '(50%) [x].*' }, [2]],
  [{ q: '.*' }, [2]],
  [{ q: '^' }, []],
  [{ q: 'koln' }, [3]],
  [{ q: '日本' }, [4]],
  [{ q: 'москва' }, [5]],
  [{ q: '\\' }, []],
  [{ tag: 'travel' }, [4, 1, 0]],
  [{ tag: 'español' }, [0]],
  [{ tag: 'Travel' }, []],
  [{ character_id: 'char_atlas0001' }, [2, 1]],
  [{ tag: 'travel', character_id: 'char_atlas0001', q: 'viaje' }, [1]],
  [{ active_from: '2026-02-03T00:00:00Z', active_before: '2026-02-05T00:00:00Z' }, [3, 2]],
  [{ active_from: '2026-02-05T01:00:00+01:00' }, [5, 4]],
  [{ status: 'archived' }, []],
])('%j finds the right ones of my own', async (query, expected) => {
  expect(await titles(query)).toEqual(expected);
});

test.each<[Record<string, string>, string]>([
  [{ q: '' }, 'q'],
  [{ q: 'x'.repeat(101) }, 'q'],
  [{ 'q[$ne]': 'x' }, ''],
  [{ tag: ' ' }, 'tag'],
  [{ character_id: 'luna' }, 'character_id'],
  [{ active_from: 'yesterday' }, 'active_from'],
  [{ active_before: '2026-13-01T00:00:00Z' }, 'active_before'],
  [{ offset: '-1' }, 'offset'],
  [{ offset: '10001' }, 'offset'],
  [{ user_id: 'user_000000001' }, 'user_id'],
  [{ view: 'long' }, 'view'],
])('%j is refused at its place', async (query, path) => {
  const answer = await ask(query);
  expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  expect(answer.body).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ path })]) });
});

test('pages by offset say how many there are; pages by cursor do not; both together are refused', async () => {
  expect((await ask({ offset: '4', limit: '1' })).body).toMatchObject({ items: [{ title: rows[1]?.title }], total: 6 });
  expect((await ask({ offset: '0', tag: 'travel' })).body).toMatchObject({ total: 3, next_cursor: null });
  expect((await ask({ offset: '6' })).body).toEqual({ items: [], next_cursor: null, total: 6 });
  const { body } = await ask({ limit: '2', tag: 'travel' });
  expect(body).not.toHaveProperty('total');
  const cursor: string = Reflect.get(Object(body), 'next_cursor');
  expect(await titles({ limit: '2', tag: 'travel', cursor })).toEqual([0]);
  expect((await ask({ cursor, offset: '0' })).status).toBe(400);
});

test('the short view holds what a list shows, by both doors', async () => {
  const keys = ['character_id', 'conversation_id', 'last_activity_at', 'message_count', 'status', 'tags', 'title'];
  const { body } = await ask({ view: 'short', q: 'koln' });
  expect(Object.keys(Reflect.get(Object(body), 'items')[0]).sort()).toEqual(keys);
  const page = await trpcFor(api, me).conversations.summaries.query({ q: 'koln' });
  expect(page.items.map((item) => Object.keys(item).sort())).toEqual([keys]);
});

test("over everybody's only what an index serves; one user's with every filter, in the audit log", async () => {
  const admin = makeIdentity('admin');
  for (const [name, value] of [
    ['q', 'a'],
    ['tag', 'travel'],
    ['character_id', 'char_luna00001'],
  ] as const) {
    const answer = await ask({ scope: 'all', [name]: value }, admin);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: name }] } });
  }
  const mine = await ask({ scope: 'all', user_id: me.user_id, tag: 'travel' }, admin);
  expect(Reflect.get(Object(mine.body), 'items')).toHaveLength(3);
  const [entry] = await auditLog(api.t.ctx).find({ 'actor.user_id': admin.user_id }).toArray();
  expect(entry).toMatchObject({ action: 'conversations.list', details: { owner: me.user_id } });
  expect(await ask({ scope: 'all', user_id: me.user_id }, makeIdentity())).toMatchObject({ status: 403 });
});
