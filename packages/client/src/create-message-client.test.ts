import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createMessageClient } from './create-message-client.ts';

type Asked = { url: URL; token: string | undefined; body: unknown };
type Handle = (asked: Asked, response: ServerResponse) => void;

let close = async () => {};
afterEach(() => close());

/** What stands where the service would; says what it was asked. */
const serve = async (handle: Handle) => {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const one = {
      url: new URL(request.url ?? '', 'http://localhost'),
      token: request.headers.authorization?.replace('Bearer ', ''),
      body: text === '' ? null : JSON.parse(text).json,
    };
    asked.push(one);
    handle(one, response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const address = server.address();
  return { asked, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
};

test('a message keeps its key over all tries, also where none was given in as many words', async () => {
  const { asked, url } = await serve(({ body }, response) => {
    if (asked.length === 1) return response.destroy();
    const json = { message_id: 'msg_1', key: Object(body).client_metadata.client_msg_id };
    return response.end(JSON.stringify({ result: { data: { json } } }));
  });
  await createMessageClient({ url }).messages.send.mutate({
    conversation_id: 'conv_1',
    content: { text: 'hello' },
    client_metadata: { client_msg_id: undefined },
  });
  const keys = asked.map(({ body }) => Object(body).client_metadata.client_msg_id);
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys[0]]);
});

const event = (id: number) => `id: ${id}\ndata: {"json":${id}}\n\n`;
const RETURN = 'event: return\ndata: \n\n';
const SIGNED_OUT = `event: serialized-error\ndata: ${JSON.stringify({
  json: { message: 'over', code: -32001, data: { code: 'UNAUTHENTICATED', httpStatus: 401 } },
})}\n\n`;
const stream = (response: ServerResponse, ...parts: string[]) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' }).end(parts.join(''));

const readAll = async (url: string, options: { token?: string; getToken?: () => string }) => {
  const values: unknown[] = [];
  const subscription = createMessageClient({ url, ...options }).conversations.live.subscribe();
  try {
    for await (const value of subscription) values.push(value);
    return { values, code: null };
  } catch (error) {
    return { values, code: Object(error).code };
  }
};
const tokens = () => {
  let given = 0;
  return { getToken: () => `token-${++given}`, given: () => given };
};

test('a stream whose token has expired goes on with a new one, each time, after what was read last', async () => {
  const { asked, url } = await serve((_asked, response) => {
    const count = asked.length;
    stream(response, event(count), count < 3 ? SIGNED_OUT : RETURN);
  });
  const { values, code } = await readAll(url, tokens());
  expect(code).toBeNull();
  expect(values).toEqual([1, 2, 3].map((id) => ({ id: String(id), data: id })));
  expect(asked.map(({ token }) => token)).toEqual(['token-1', 'token-2', 'token-3']);
  expect(asked.map(({ url: { searchParams } }) => JSON.parse(searchParams.get('input') ?? '{}').json)).toEqual([
    undefined,
    { lastEventId: '1' },
    { lastEventId: '2' },
  ]);
});

test('a new token that is refused too, or none, ends it', async () => {
  const { asked, url } = await serve((_asked, response) => stream(response, SIGNED_OUT));
  const given = tokens();
  expect(await readAll(url, given)).toEqual({ values: [], code: 'UNAUTHENTICATED' });
  expect(given.given()).toBe(2);
  expect(asked).toHaveLength(2);
  expect(await readAll(url, { token: 'fixed' })).toEqual({ values: [], code: 'UNAUTHENTICATED' });
  expect(asked).toHaveLength(3);
});
