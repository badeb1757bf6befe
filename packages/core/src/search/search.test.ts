import { parseSearchQuery, SearchMessagesInput, type SearchPage } from '@message-service/shared/search';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepLogOnce, rebuildProjection } from '../events/index.ts';
import { archiveMessage, messages, patchMetadata, processMessageOnce, treatMessage } from '../messages/index.ts';
import { allProjections, outboxSource } from '../projections.ts';
import { messageSearchIndex, searchAdvanced, searchMessages, searchProjection, suggestSearch } from './index.ts';

let t: TestContext;
const luis = makeIdentity();
const ana = makeIdentity();
const moderator = makeIdentity('moderator');
let of: { luis: string; ana: string };
const ids: Record<string, string> = {};

const index = () => keepLogOnce(t.ctx, { source: outboxSource, projections: allProjections }, 'test');
const say = async (name: string, who: typeof luis, text: string, custom_metadata = {}) => {
  const conversation = who === ana ? of.ana : of.luis;
  const { message_id } = await makeMessage(t.ctx, who, conversation, text, { custom_metadata });
  ids[name] = message_id;
};
const search = (q: string, who = luis, more: Partial<SearchMessagesInput> = {}) =>
  searchMessages(t.ctx, who, { ...SearchMessagesInput.parse({ q }), ...more });
const names = ({ items }: SearchPage) =>
  items.map(({ message_id }) => Object.keys(ids).find((name) => ids[name] === message_id)).sort();

beforeAll(async () => {
  t = await createTestContext();
  const [first, second] = [await makeConversation(t.ctx, luis), await makeConversation(t.ctx, ana)];
  of = { luis: first.conversation_id, ana: second.conversation_id };
  await say('harbour', luis, 'The lights of the harbour looked golden tonight.', { topics: ['sailing'] });
  await say('harbours', luis, 'Old harbours smell of tar; the boats were singing.');
  await say('cafe', luis, 'Mañana tomamos un café en la estación, ¿te parece?');
  await say('canciones', luis, 'Me gustan las canciones tristes del mar.');
  await say('japanese', luis, '東京の夜は静かです');
  await say('code', luis, 'Use $where or {"$ne": null} and C++ in config.yaml');
  await say('secret', ana, 'Nobody but me may find my harbour canary-4711.');
  await index();
});
afterAll(() => t.close());

test.each([
  ['harbour', ['harbour', 'harbours']],
  ['HARBOUR', ['harbour', 'harbours']],
  ['"the harbour"', ['harbour']],
  ['"harbour the"', []],
  ['harb*', ['harbour', 'harbours']],
  ['harbour -tar', ['harbour']],
  ['harbour -"golden tonight"', ['harbours']],
  ['golden OR boats', ['harbour', 'harbours']],
  ['sing', ['harbours']],
  ['cafe estacion', ['cafe']],
  ['"café"', ['cafe']],
  ['cancion', ['canciones']],
  ['東京', ['japanese']],
  ['静か', ['japanese']],
  ['topic:sailing', ['harbour']],
  ['role:assistant', []],
  ['harbour before:2020-01-01', []],
  ['$where', ['code']],
  ['{"$ne":1}', []],
  ['c++', ['code']],
  ['… ¿', []],
  ['canary-4711', []],
] as const)('%s', async (q, expected) => {
  const page = await search(q);
  const found = q === '… ¿' ? [] : names(page);
  expect(found).toEqual(expected);
  if (q !== '… ¿') expect(page).toMatchObject({ total: expected.length, total_is_exact: true, next_cursor: null });
});

test('typing errors are forgiven where nothing is found, and what was looked for instead is said', async () => {
  const page = await search('harbuor');
  expect(names(page)).toEqual(['harbour', 'harbours']);
  expect(page.corrections).toEqual([{ from: 'harbuor', to: 'harbour' }]);
  expect((await search('canciomes')).corrections).toEqual([{ from: 'canciomes', to: 'canciones' }]);
  expect((await search('canray')).items).toEqual([]);
});

test('what was found is marked in the text as it was written', async () => {
  const [hit] = (await search('cafe')).items;
  const marked = hit?.highlights.map(({ start, end }) => hit.excerpt.slice(start, end));
  expect(marked).toEqual(['café']);
});

test('users find their own messages only, whatever they ask for; moderators everybody’s, audited', async () => {
  expect(names(await search('harbour', ana))).toEqual(['secret']);
  expect((await search(`from:${ana.user_id} harbour`)).items).toEqual([]);
  expect((await search(`conversation:${of.ana}`)).items).toEqual([]);
  expect((await suggestSearch(t.ctx, luis, { q: 'cana', limit: 8 })).items).toEqual([]);
  expect(names(await search('harbour', moderator))).toEqual(['harbour', 'harbours', 'secret']);
  const entry = await t.ctx.db.collection('audit_log').findOne({ action: 'search.messages' });
  expect(entry).toMatchObject({ actor: { user_id: moderator.user_id } });
});

test('names that every object has are no operators', async () => {
  for (const q of ['__proto__:', 'constructor:a', 'toString:']) {
    expect(await suggestSearch(t.ctx, luis, { q, limit: 8 })).toEqual({ items: [] });
  }
});

test('pages by relevance and by date give each message once, while new ones come', async () => {
  const mine = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, mine);
  for (let i = 0; i < 9; i++)
    await makeMessage(t.ctx, mine, conversation_id, `lantern ${'lantern '.repeat(i % 3)}${i}`);
  await index();
  for (const sort of ['relevance', 'date'] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: SearchPage = await search('lantern', mine, { limit: 4, sort, cursor });
      seen.push(...page.items.map(({ message_id }) => message_id));
      cursor = page.next_cursor ?? undefined;
      await makeMessage(t.ctx, mine, conversation_id, 'one more lantern');
      await index();
    } while (cursor);
    expect(seen).toHaveLength(sort === 'relevance' ? 9 : 12);
    expect(new Set(seen).size).toBe(seen.length);
  }
  await expect(search('lantern', mine, { cursor: 'r1' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
});

test('a query that is not understood is refused with the places', async () => {
  await expect(search('harbour role:king')).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    details: { errors: [{ path: 'q[8:17]', message: expect.stringContaining('role:king') }] },
  });
});

test('the form for programs finds the same', async () => {
  const { query } = parseSearchQuery('harbour -tar topic:sailing');
  const page = await searchAdvanced(t.ctx, luis, { query, limit: 20, sort: 'relevance' });
  expect(names(page)).toEqual(['harbour']);
});

test('the index follows what happens to a message: archived, tagged, redacted and back', async () => {
  const mine = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, mine);
  const { message_id } = await makeMessage(t.ctx, mine, conversation_id, 'an albatross over the reef');
  const count = async (q: string, who = mine) => {
    await index();
    return (await search(q, who)).items.length;
  };
  expect(await count('albatross')).toBe(1);
  await patchMetadata(t.ctx, mine, { message_id, custom_metadata: { topics: ['birds'] } });
  expect(await count('topic:birds')).toBe(1);
  await patchMetadata(t.ctx, mine, { message_id, custom_metadata: { topics: null } });
  expect(await count('topic:birds')).toBe(0);
  const treat = (kind: 'redact' | 'none', version: number) =>
    treatMessage(t.ctx, message_id, { kind, version, moderator, redacted_text: 'an [removed] over the reef' });
  await treat('redact', 1);
  expect(await count('albatross')).toBe(0);
  expect(await count('albatross', moderator)).toBe(1);
  await treat('none', 2);
  expect(await count('albatross')).toBe(1);
  await processMessageOnce(t.ctx, message_id, { id: 'w', stopping: new AbortController().signal });
  await archiveMessage(t.ctx, mine, { message_id });
  expect(await count('albatross role:user')).toBe(0);
  expect(await count('albatross role:user status:archived')).toBe(1);
});

test('made again from the first event on, the index is the same', async () => {
  await index();
  const rows = () =>
    messageSearchIndex(t.ctx)
      .find({}, { projection: { batch: 0 } })
      .sort({ _id: 1 })
      .toArray();
  const before = await rows();
  expect(before.length).toBe(await messages(t.ctx).countDocuments({}));
  await messageSearchIndex(t.ctx).deleteMany({ _id: { $gt: before[3]?._id ?? '' } });
  await rebuildProjection(t.ctx, searchProjection, { check: false });
  expect(await rows()).toEqual(before);
});

test.each(['role', 'ro', 'role:a', 'har', '-har', 'sea har', ''])('suggestions for "%s"', async (q) => {
  const { items } = await suggestSearch(t.ctx, luis, { q, limit: 8 });
  expect(items.length).toBeGreaterThan(0);
  const texts = items.map(({ text, start, end }) => `${q.slice(0, start)}${text}${q.slice(end)}`);
  for (const text of texts) expect(text.startsWith(q)).toBe(true);
});
