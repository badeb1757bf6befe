import { conversations } from '@message-service/core/conversations';
import { messages } from '@message-service/core/messages';
import { CONSOLE_HEADER } from '@message-service/shared/auth';
import { Problem } from '@message-service/shared/errors';
import { makeConversation, makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Api, type Call, startApi } from './testing/api.test-kit.ts';
import { toCall } from './testing/trpc.test-kit.ts';

let api: Api;
let conversation_id: string;
const me = makeIdentity();
let before: number[];

const count = async () => [
  await messages(api.t.ctx).countDocuments(),
  await conversations(api.t.ctx).countDocuments(),
  Number((await messages(api.t.ctx).findOne({ conversation_id }))?.sequence_number ?? 0),
];

beforeAll(async () => {
  api = await startApi();
  conversation_id = (await makeConversation(api.t.ctx, me)).conversation_id;
  before = await count();
});
afterAll(async () => {
  expect(await count()).toEqual(before);
  await api.close();
});

/** A problem document with the headers of every answer. */
const expectProblem = (answer: Answer, status: number, code: string) => {
  expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json; charset=utf-8' } });
  const problem = Problem.strict().parse(answer.body);
  expect(problem).toMatchObject({ status, code, trace_id: answer.headers['x-trace-id'] });
  return problem;
};
const post = (body: unknown, headers: Record<string, string> = {}) =>
  api.send({ method: 'POST', path: '/messages', as: me, body, headers });
const message = (more: object = {}) => ({ conversation_id, content: { text: 'hi' }, ...more });
const nested = (depth: number, open = '{"a":', close = '}') => `${open.repeat(depth)}1${close.repeat(depth)}`;
const operators = { $ne: null, $gt: '', $where: 'sleep(1000)', 'a.b': 1 };

describe('a body', () => {
  test('of a request that takes none is refused, not passed over', async () => {
    const path = `/conversations/${conversation_id}`;
    for (const body of [{ reason: 'because' }, {}, '"because"']) {
      const answer = await api.send({ method: 'DELETE', path, as: me, body });
      expect(expectProblem(answer, 400, 'VALIDATION_FAILED').detail).toContain('takes no body');
    }
    expect(await conversations(api.t.ctx).findOne({ _id: conversation_id })).toMatchObject({ status: 'active' });
  });
  test.each<[string, string]>([
    ['that is no JSON', '{"conversation_id":'],
    ['of two documents', '{}{}'],
    ['with a byte order mark', '\uFEFF{}x'],
    ['that is empty', ''],
    ['that is a word', 'hello'],
    ['that is a list', '[1]'],
    ['that is a string', '"text"'],
    ['that is a number', '1e999'],
    ['that is null', 'null'],
    ['that is true', 'true'],
    ['of 41 levels', nested(41)],
    ['of 100,000 levels', nested(100_000)],
    ['of 300,000 lists', nested(300_000, '[', ']')],
    ['with __proto__', `{"conversation_id":"${'x'}","__proto__":{"isAdmin":true}}`],
    ['with an escaped __proto__', '{"\\u005f_proto__":{"a":1}}'],
    ['with constructor.prototype', '{"constructor":{"prototype":{"a":1}}}'],
  ])('%s is refused', async (_name, body) => {
    expectProblem(await post(body, { 'content-type': 'application/json' }), 400, 'VALIDATION_FAILED');
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  test.each([
    'text/plain',
    'application/xml',
    'application/json5',
    'text/json',
    'multipart/form-data; boundary=x',
    'nonsense',
  ])('of type %s is refused', async (type) => {
    const answer = await post(JSON.stringify(message()), { 'content-type': type });
    expectProblem(answer, 400, 'VALIDATION_FAILED');
  });

  test('that is not there is refused, with every missing key named', async () => {
    const answer = await api.send({ method: 'POST', path: '/messages', as: me });
    const { errors } = expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(errors?.map(({ path }) => path)).toEqual(['conversation_id', 'content']);
  });

  test.each<[string, object, string]>([
    ['an unknown key', { more: 1 }, ''],
    ['an unknown key inside', { content: { text: 'x', html: '<b>' } }, 'content'],
    ['no text', { content: {} }, 'content.text'],
    ['an empty text', { content: { text: ' \n ' } }, 'content.text'],
    ['half a pair', { content: { text: 'a\ud800' } }, 'content.text'],
    ['the other half', { content: { text: '\udc00a' } }, 'content.text'],
    ['the null character', { content: { text: 'a\u0000b' } }, 'content.text'],
    ['an operator for a text', { content: { text: operators } }, 'content.text'],
    ['an operator for an id', { conversation_id: { $ne: null } }, 'conversation_id'],
    ['a list for an id', { conversation_id: ['conv_000000001'] }, 'conversation_id'],
    ['a key that is an operator', { client_metadata: { client_msg_id: { $gt: '' } } }, 'client_metadata.client_msg_id'],
    ['metadata with an operator', { custom_metadata: operators }, 'custom_metadata'],
    ['metadata with a deep operator', { custom_metadata: { a: [{ b: { $set: 1 } }] } }, 'custom_metadata'],
    ['metadata with a null character in a key', { custom_metadata: { 'a\u0000b': 1 } }, 'custom_metadata'],
    ['metadata of a type of the driver', { custom_metadata: { a: { _bsontype: 'ObjectId' } } }, 'custom_metadata'],
    ['metadata named as every object has', { custom_metadata: { toString: [{}] } }, 'custom_metadata'],
    ['metadata over 16 KiB', { custom_metadata: { a: 'x'.repeat(16_385) } }, 'custom_metadata'],
    ['an unknown provider', { llm: { provider: 'mallory' } }, 'llm.provider'],
    ['too hot', { llm: { temperature: 2.1 } }, 'llm.temperature'],
    ['too many tokens', { llm: { max_tokens: 4097 } }, 'llm.max_tokens'],
  ])('with %s is refused at its place', async (_name, more, path) => {
    const { errors } = expectProblem(await post(message(more)), 400, 'VALIDATION_FAILED');
    expect(errors?.map((error) => error.path)).toContain(path);
  });
});

describe('text of 50,000 code points', () => {
  const emoji = '👩';
  test.each([
    ['49,999', 'a'.repeat(49_999), 202],
    ['50,000', emoji.repeat(50_000), 202],
    ['50,001', `${emoji.repeat(50_000)}a`, 400],
    ['50,001 one by one', 'a'.repeat(50_001), 400],
  ])('%s', async (_name, text, status) => {
    const [own] = [await makeConversation(api.t.ctx, me)];
    const answer = await post({ conversation_id: own.conversation_id, content: { text } });
    expect(answer.status).toBe(status);
    const stored = await messages(api.t.ctx).findOne({ conversation_id: own.conversation_id });
    expect(stored?.content.text).toBe(status === 202 ? text : undefined);
    await messages(api.t.ctx).deleteMany({ conversation_id: own.conversation_id });
    await conversations(api.t.ctx).deleteOne({ _id: own.conversation_id });
  });
});

describe('a query or path', () => {
  test.each<[string, number]>([
    ['/conversations?a=1', 400],
    ['/conversations?__proto__=1', 400],
    ['/conversations?__proto__[x]=1', 400],
    ['/conversations?constructor=1', 400],
    ['/conversations?status[$ne]=active', 400],
    ['/conversations?limit[$gt]=1', 400],
    ['/conversations?cursor=a&cursor=b', 400],
    [`/conversations?cursor=${'x'.repeat(12_000)}`, 400],
    ['/conversations?%ZZ=%', 400],
    ['/conversations?limit=%00', 400],
    ['/conversations/%7B%24ne%3Anull%7D', 400],
    ['/conversations/conv_000000001%00', 400],
    ['/conversations/%ff', 400],
    ['/conversations/%zz', 400],
    ['/messages/..%2f..%2fetc', 400],
    [`/messages/${'x'.repeat(4_000)}`, 400],
    [`/messages/${'x'.repeat(6_000)}`, 400],
    ['/messages/msg_000000001?message_id=msg_000000002', 400],
    ['/messages/msg_000000001/events?x=1', 400],
    ['/nothing', 404],
    ['//', 404],
    ['/messages', 404],
    ['/CONVERSATIONS', 404],
  ])('%s answers %i', async (path, status) => {
    expectProblem(await api.send({ path, as: me }), status, status === 404 ? 'NOT_FOUND' : 'VALIDATION_FAILED');
  });

  test('a query beside a body is refused', async () => {
    const answer = await api.send({ method: 'POST', path: '/messages?dry=1', as: me, body: message() });
    expect(expectProblem(answer, 400, 'VALIDATION_FAILED').errors).toMatchObject([{ path: 'dry' }]);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '%s where it is not served is a 404',
    async (method) => {
      for (const path of ['/messages', '/conversations', '/health']) {
        expectProblem(await api.send({ method, path, as: me }), 404, 'NOT_FOUND');
      }
    },
  );
});

describe('a call of tRPC', () => {
  const send = (body: unknown, query = '') =>
    api.send({ method: 'POST', path: `/trpc/messages.send${query}`, as: me, body });
  const superjson = (meta: object) => ({ json: message({ custom_metadata: { a: { b: 1 } } }), meta });
  test.each<[string, Call | (() => Promise<Answer>)]>([
    ['no JSON', () => send('{')],
    ['no envelope', () => send('[]')],
    ['nothing', () => send('{}')],
    ['a number', () => send('1')],
    ['deep nesting', () => send(`{"json":${nested(50_000)}}`)],
    ['__proto__', () => send('{"json":{"__proto__":{"a":1}}}')],
    [
      '__proto__ in metadata',
      () =>
        send(`{"json":{"conversation_id":"conv_000000001","content":{"text":"x"},"custom_metadata":{"__proto__":{}}}}`),
    ],
    ['a pattern', () => send(superjson({ values: { 'content.text': ['regexp'] } }))],
    ['a set', () => send(superjson({ values: { custom_metadata: ['set'] } }))],
    ['a class', () => send(superjson({ values: { content: [['class', 'X']] } }))],
    ['annotations that are none', () => send(superjson({ values: 7 }))],
    ['annotations of a prototype', () => send(superjson({ values: { '__proto__.x': ['Date'] } }))],
    ['deep annotations', () => send(`{"json":{},"meta":{"values":${nested(5_000, '[', ']')}}}`)],
    ['a date where none belongs', () => send(superjson({ values: { 'custom_metadata.a.b': ['Date'] } }))],
    ['a batch that is no object', () => send('[1]', '?batch=1')],
    ['a broken input', { path: '/trpc/messages.get?input=%7B' }],
    ['an input that is no envelope', { path: '/trpc/messages.get?input=7' }],
    ['a deep input', { path: `/trpc/messages.get?input=${nested(3_000, '[', ']')}` }],
    ['an operator', toCall('query', 'messages.get', { message_id: { $ne: null } })],
    ['a path of nonsense', { path: '/trpc/%E0%A4%A' }],
    ['a broken connection parameter', { path: '/trpc/auth.session?connectionParams=%7B' }],
    ['a stream without a batch', { path: '/trpc/auth.session', headers: { 'trpc-accept': 'application/jsonl' } }],
    ['a subscription in a batch', { path: '/trpc/messages.watch?batch=1&input=%7B%7D' }],
    ['a host that is none', { path: '/trpc/auth.session', headers: { host: '[' } }],
  ])('%s is refused without words of the inside', async (_name, call) => {
    const answer = await (typeof call === 'function' ? call() : api.send({ as: me, ...call }));
    expect(answer.status, answer.text).toBe(400);
    expect(answer.text).toContain('"VALIDATION_FAILED"');
    expect(answer.text).not.toMatch(/stack|SyntaxError|node_modules|superjson\.|at \w+ \(/);
  });

  test('references that would make a circle are not followed', async () => {
    const own = await makeConversation(api.t.ctx, me);
    const json = { conversation_id: own.conversation_id, content: { text: 'x' }, custom_metadata: { a: { b: null } } };
    const meta = { referentialEqualities: { 'custom_metadata.a': ['custom_metadata.a.b'] } };
    expect((await send({ json, meta })).status).toBe(200);
    const stored = await messages(api.t.ctx).findOneAndDelete({ conversation_id: own.conversation_id });
    await conversations(api.t.ctx).deleteOne({ _id: own.conversation_id });
    expect(stored?.custom_metadata).toEqual({ a: { b: null } });
  });

  test('a procedure that is not there', async () => {
    for (const path of [
      'nothing',
      'messages',
      'messages.',
      '__proto__',
      'constructor',
      'messages.__proto__',
      'toString',
    ]) {
      const answer = await api.send({ path: `/trpc/${path}`, as: me });
      expect(answer, path).toMatchObject({ status: 404, body: { error: { json: { data: { code: 'NOT_FOUND' } } } } });
    }
  });
});

describe('a token', () => {
  test.each<Record<string, string>>([
    {},
    { authorization: 'Bearer x.y.z' },
    { authorization: 'Bearer' },
    { cookie: 'ms_session=x', [CONSOLE_HEADER.name]: CONSOLE_HEADER.value },
  ])('like %j is none', async (headers) => {
    const calls = [
      { path: '/conversations' },
      { path: '/messages/nonsense?x=1' },
      { method: 'POST', path: '/messages', body: '{' },
    ];
    for (const call of calls) {
      expectProblem(await api.send({ ...call, headers: { ...headers } }), 401, 'UNAUTHENTICATED');
    }
  });
});
