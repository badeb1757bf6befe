import { auditLog } from '@message-service/core/audit';
import { conversations } from '@message-service/core/conversations';
import { conversationStats, messages, processMessageOnce } from '@message-service/core/messages';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Call, startApi } from '../testing/api.test-kit.ts';
import { trpcFor } from '../testing/trpc.test-kit.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const path = (id: string, rest = '') => `/conversations/${id}${rest}`;
const stored = (id: string) => conversations(api.t.ctx).findOne({ _id: id });

test('PATCH changes what is given, of the settings each one that is given, and nothing else', async () => {
  const me = makeIdentity();
  const settings = { temperature: 0.5, top_p: 0.9, stop_sequences: ['END'], system_prompt: 'Be brief.' };
  const { conversation_id: id } = await makeConversation(api.t.ctx, me, { title: 'Before', tags: ['a'], settings });
  const patch = (body: unknown) => api.send({ method: 'PATCH', path: path(id), as: me, body });
  expect(await patch({ title: '  日本語 👩‍👧  ', tags: ['b', 'b', 'ñ'] })).toMatchObject({
    status: 200,
    body: { title: '日本語 👩‍👧', tags: ['b', 'ñ'], settings },
  });
  const changed = { temperature: 0, top_p: null, context_window_size: 7, frequency_penalty: -1, max_tokens: 100 };
  const { top_p: _, ...kept } = settings;
  expect((await patch({ settings: changed })).body).toMatchObject({ title: '日本語 👩‍👧', tags: ['b', 'ñ'] });
  const after = { ...kept, temperature: 0, context_window_size: 7, frequency_penalty: -1, max_tokens: 100 };
  expect((await stored(id))?.settings).toEqual(after);
  expect((await patch({})).status).toBe(200);
  expect((await patch({ tags: [] })).body).toMatchObject({ tags: [], settings: after });
});

test.each<[string, unknown, string]>([
  ['an unknown key', { more: 1 }, ''],
  ['the status', { status: 'archived' }, ''],
  ['the owner', { user_id: 'user_000000001' }, ''],
  ['the character', { character_id: 'char_atlas0001' }, ''],
  ['an unknown setting', { settings: { secret: 1 } }, 'settings'],
  ['an operator as a setting', { settings: { $where: '1' } }, 'settings'],
  ['an operator for a setting', { settings: { temperature: { $gt: 0 } } }, 'settings.temperature'],
  ['settings of null', { settings: null }, 'settings'],
  ['a title of nothing', { title: '   ' }, 'title'],
  ['a title of 201 code points', { title: '👩'.repeat(201) }, 'title'],
  ['a title with a null character', { title: 'a\u0000b' }, 'title'],
  ['half a pair', { tags: ['\ud800'] }, 'tags.0'],
  ['eleven tags', { tags: Array.from({ length: 11 }, (_, i) => `t${i}`) }, 'tags'],
  ['a tag of 51', { tags: ['x'.repeat(51)] }, 'tags.0'],
  ['a window of 0', { settings: { context_window_size: 0 } }, 'settings.context_window_size'],
  ['too many tokens', { settings: { max_tokens: 4_097 } }, 'settings.max_tokens'],
])('PATCH with %s is refused at its place, and changes nothing', async (_name, body, at) => {
  const me = makeIdentity();
  const { conversation_id: id } = await makeConversation(api.t.ctx, me);
  const before = await stored(id);
  const answer = await api.send({ method: 'PATCH', path: path(id), as: me, body: JSON.stringify(body) });
  expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  expect(answer.body).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ path: at })]) });
  expect(await stored(id)).toEqual(before);
});

test('the longest that is allowed is kept as it is', async () => {
  const me = makeIdentity();
  const most = { title: '👩'.repeat(200), tags: Array.from({ length: 10 }, (_, i) => `${i}${'語'.repeat(49)}`) };
  const { conversation_id: id } = await makeConversation(api.t.ctx, me);
  expect(await api.send({ method: 'PATCH', path: path(id), as: me, body: most })).toMatchObject({ body: most });
});

test('changes at once are all kept; of those of the same thing one stays whole', async () => {
  const me = makeIdentity();
  const { conversation_id: id } = await makeConversation(api.t.ctx, me);
  const trpc = trpcFor(api, me);
  const patches = [
    { title: 'One' },
    { title: 'Two' },
    { tags: ['x', 'y'] },
    { settings: { temperature: 1 } },
    { settings: { top_p: 0.5 } },
    { settings: { system_prompt: 'Be kind.' } },
  ];
  await Promise.all(patches.map((patch) => trpc.conversations.update.mutate({ conversation_id: id, ...patch })));
  const doc = await stored(id);
  expect(['One', 'Two']).toContain(doc?.title);
  expect(doc).toMatchObject({
    tags: ['x', 'y'],
    settings: { temperature: 1, top_p: 0.5, system_prompt: 'Be kind.' },
    message_count: 0,
  });
});

test('an archived conversation refuses messages and leaves the list until it is restored; twice changes nothing', async () => {
  const me = makeIdentity();
  const { conversation_id: id } = await makeConversation(api.t.ctx, me);
  const send = () =>
    api.send({ method: 'POST', path: '/messages', as: me, body: { conversation_id: id, content: { text: 'hi' } } });
  const archive = () => api.send({ method: 'DELETE', path: path(id), as: me });
  const [first, second] = await Promise.all([archive(), archive()]);
  expect([first.status, second.status]).toEqual([200, 200]);
  const archived = await stored(id);
  expect(archived).toMatchObject({ status: 'archived', archived_at: expect.any(Date) });
  expect((await archive()).body).toEqual(first.body);
  expect(await stored(id)).toEqual(archived);
  expect(await send()).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  expect((await api.send({ path: '/conversations?status=active', as: me })).body).toMatchObject({ items: [] });
  const restored = await api.send({ method: 'POST', path: path(id, '/restore'), as: me });
  expect(restored).toMatchObject({ status: 200, body: { status: 'active' } });
  expect(restored.body).not.toHaveProperty('archived_at');
  expect((await send()).status).toBe(202);
});

test('nobody else changes it, except that moderators archive and restore, which leaves a trace', async () => {
  const [owner, moderator] = [makeIdentity(), makeIdentity('moderator')];
  const { conversation_id: id } = await makeConversation(api.t.ctx, owner, { title: 'canary-of-the-owner' });
  const missing = 'conv_missing001';
  const calls = (target: string): Call[] => [
    { method: 'PATCH', path: path(target), body: { title: 'Mine now' } },
    { method: 'DELETE', path: path(target) },
    { method: 'POST', path: path(target, '/restore') },
    { path: path(target, '/stats') },
  ];
  for (const role of ['user', 'service', 'auditor'] as const) {
    const as = makeIdentity(role);
    const headers = { 'x-trace-id': 'same' };
    for (const [i, call] of calls(missing).entries()) {
      if (role === 'auditor' && call.path.endsWith('/stats')) continue;
      const [others, none] = [
        await api.send({ ...call, ...calls(id)[i], as, headers }),
        await api.send({ ...call, as, headers }),
      ];
      expect(others.status).toBe(404);
      expect(others.text).toBe(none.text);
    }
  }
  const refused = await api.send({ method: 'PATCH', path: path(id), as: moderator, body: { title: 'Mine now' } });
  expect(refused.status).toBe(404);
  expect((await api.send({ method: 'DELETE', path: path(id), as: moderator })).status).toBe(200);
  const restore = { method: 'POST', path: path(id, '/restore'), as: moderator, body: { reason: 'by mistake' } };
  expect((await api.send(restore)).status).toBe(200);
  expect((await api.send({ path: path(id, '/stats'), as: moderator })).status).toBe(200);
  const trace = await auditLog(api.t.ctx).find({ 'target.id': id }).sort({ at: 1 }).toArray();
  expect(trace.map(({ action, details }) => [action, details.reason])).toEqual([
    ['conversations.archive', null],
    ['conversations.restore', 'by mistake'],
    ['analytics.conversationStats', undefined],
  ]);
  expect(await stored(id)).toMatchObject({ title: 'canary-of-the-owner', status: 'active' });
});

test('the stats are the sums of the messages, also when the older ones are kept, and after one is archived', async () => {
  const me = makeIdentity();
  const { conversation_id: id } = await makeConversation(api.t.ctx, me);
  const stats = () => trpcFor(api, me).analytics.conversationStats.query({ conversation_id: id });
  expect(await stats()).toMatchObject({
    messages: { total: 0, by_role: { user: 0, assistant: 0, system: 0 } },
    tokens: { total_tokens: 0 },
    total_cost: 0,
    average_latency_ms: null,
    first_message_at: null,
  });
  const { message_id } = await makeMessage(api.t.ctx, me, id);
  await processMessageOnce(api.t.ctx, message_id, { id: 'w', stopping: new AbortController().signal });
  await makeMessage(api.t.ctx, me, id, 'another one, waiting');
  const reply = await messages(api.t.ctx).findOne({ conversation_id: id, role: 'assistant' });
  const first = await messages(api.t.ctx).findOne({ _id: message_id });
  if (!reply || !first) throw new Error('not answered');
  const { prompt_tokens = 0, completion_tokens = 0, total_tokens = 0 } = reply.token_usage ?? {};
  const one = await stats();
  expect(one).toMatchObject({
    message_count: 4,
    messages: {
      total: 3,
      by_role: { user: 2, assistant: 1, system: 0 },
      by_status: { active: 3, archived: 0, flagged: 0, deleted: 0 },
      by_processing_status: { queued: 1, processing: 0, completed: 2, failed: 0, cancelled: 0 },
    },
    tokens: { prompt_tokens, completion_tokens, total_tokens },
    average_latency_ms: reply.processing_metadata?.total_latency_ms,
    first_message_at: first.timestamps.created_at,
  });
  // a long conversation: 700 replies like that one
  const copies = Array.from({ length: 700 }, (_, i) => {
    const _id = `msg_copy${String(i).padStart(9, '0')}`;
    const { relationships: __, ...rest } = reply;
    return { ...rest, _id, message_id: _id, sequence_number: 100 + i };
  });
  await messages(api.t.ctx).insertMany(copies);
  await conversations(api.t.ctx).updateOne({ _id: id }, { $set: { last_sequence: 799 } });
  const many = { messages: { total: 703 }, tokens: { total_tokens: 701 * total_tokens } };
  expect(await stats()).toMatchObject(many);
  expect(await conversationStats(api.t.ctx).findOne({ _id: id })).toMatchObject({ through: 699 });
  // what is kept is not read again
  await messages(api.t.ctx).deleteOne({ _id: String(copies[1]?._id) });
  expect(await stats()).toMatchObject({ ...many, average_latency_ms: reply.processing_metadata?.total_latency_ms });
  await api.send({ method: 'DELETE', path: `/messages/${copies[0]?._id}`, as: me });
  expect((await stats()).messages).toMatchObject({ total: 702, by_status: { active: 701, archived: 1 } });
});

test('whoever is signed in learns of their own conversations as something happens, operators of all', async () => {
  const [me, other, moderator] = [makeIdentity(), makeIdentity(), makeIdentity('moderator')];
  const { conversation_id: mine } = await makeConversation(api.t.ctx, me);
  const { conversation_id: theirs } = await makeConversation(api.t.ctx, other);
  const follow = (as: typeof me) => {
    const seen = new Set<string>();
    const { unsubscribe } = trpcFor(api, as).conversations.live.subscribe(undefined, {
      onData: ({ conversation_ids }) => {
        for (const id of conversation_ids) seen.add(id);
      },
    });
    return { seen, unsubscribe };
  };
  const [own, all] = [follow(me), follow(moderator)];
  while (!(own.seen.has(mine) && all.seen.has(mine) && all.seen.has(theirs))) {
    await makeMessage(api.t.ctx, other, theirs);
    await makeMessage(api.t.ctx, me, mine);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  own.unsubscribe();
  all.unsubscribe();
  expect([...own.seen]).toEqual([mine]);
});
