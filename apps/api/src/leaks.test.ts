import { createLogger } from '@message-service/core/logger';
import { messages, processMessageOnce } from '@message-service/core/messages';
import { makeConversation, makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newAccount, signInBody } from './auth/http.fixture.ts';
import { type Api, bearer, startApi } from './testing/api.test-kit.ts';
import { toCall } from './testing/trpc.test-kit.ts';

const INSIDE = 'mongodb://root:planted-password@inside.example';
const TEXT = 'planted-text-of-a-user';

let api: Api;
let lines = '';
let isBroken = false;
const me = makeIdentity();
beforeAll(async () => {
  const log = createLogger({ LOG_LEVEL: 'trace' }, 'api', {
    write(line: string) {
      lines += line;
    },
  });
  api = await startApi(
    {},
    {
      log,
      now() {
        if (isBroken) throw new Error(`cannot reach ${INSIDE}`);
        return new Date();
      },
    },
  );
});
afterAll(() => api.close());

test.each([undefined, 'development', 'production'])(
  'NODE_ENV %s: an unexpected error tells its trace id only',
  async (env) => {
    vi.stubEnv('NODE_ENV', env);
    isBroken = true;
    const headers = { 'x-trace-id': `trace-${env}` };
    const answers = [
      await api.send({ path: '/conversations', headers }),
      await api.send({ method: 'POST', path: '/messages', headers, body: {} }),
      await api.send({ ...toCall('query', 'characters.list', undefined), headers }),
      await api.send({ ...toCall('subscription', 'queues.live', undefined), headers }),
    ];
    isBroken = false;
    vi.unstubAllEnvs();
    for (const { text } of answers) {
      expect(text).toContain('"code":"INTERNAL"');
      expect(text).toContain(headers['x-trace-id']);
      expect(text).not.toMatch(/planted|inside\.example|cannot reach|stack|\.ts|node_modules/);
    }
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 200]);
  },
);

test('a stored document that does not fit its schema is an error of ours, without the document', async () => {
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const input = { conversation_id, content: { text: TEXT } };
  const sent = await api.send({ ...toCall('mutation', 'messages.send', input), as: me });
  const message_id = String(/"message_id":"(\w+)"/.exec(sent.text)?.[1]);
  await api.t.ctx.db.command({ collMod: 'messages', validator: {} });
  await messages(api.t.ctx).updateOne({ _id: message_id }, { $set: { 'content.word_count': TEXT as never } });
  const answer = await api.send({ ...toCall('query', 'messages.get', { message_id }), as: me });
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('"code":"INTERNAL"');
  expect(answer.text).not.toContain(TEXT);
});

test('no token, cookie, password or text of a user stands in the log, a job or a metric, whatever happens', async () => {
  const user = await newAccount(api.t.ctx);
  const signedIn = await api.send({ method: 'POST', path: '/auth/sign-in', body: signInBody(user.email) });
  const cookie = String(signedIn.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  await api.send({ method: 'POST', path: '/auth/sign-in', body: signInBody(user.email, 'planted-wrong-password') });
  await api.send({ path: '/conversations', headers: { cookie } });
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  for (const body of [{ conversation_id, content: { text: TEXT } }, { content: { text: TEXT } }, `{"a": "${TEXT}"`]) {
    const { headers } = await api.send({ method: 'POST', path: '/messages', as: me, body });
    const id = String(headers.location ?? '').replace('/messages/', '');
    if (id)
      await processMessageOnce({ ...api.t.ctx, log: api.t.ctx.log }, id, {
        id: 'w',
        stopping: new AbortController().signal,
      });
  }
  isBroken = true;
  await api.send({ method: 'POST', path: '/messages', as: me, headers: { cookie }, body: { content: { text: TEXT } } });
  isBroken = false;
  const secrets = [TEXT, 'planted-wrong-password', cookie.split('=')[1] ?? '', (await bearer(me)).slice(7), user.email];
  expect(lines).toContain('unexpected');
  const jobs = await jobsInRedis();
  const metrics = (await api.send({ path: '/metrics' })).text;
  expect(jobs).toContain('msg_');
  expect(metrics).toContain('# TYPE');
  const places = { lines, jobs, metrics };
  for (const [place, text] of Object.entries(places)) {
    for (const secret of secrets) expect(text, place).not.toContain(secret);
  }
  process.stdout.write(
    `leaks: ${secrets.length} planted secrets in ${Object.keys(places).length} places, none found\n`,
  );
});

/** Every job as it lies in Redis. */
const jobsInRedis = async (): Promise<string> => {
  const { redis, settings } = api.t.ctx;
  let found = '';
  for await (const keys of redis.scanStream({ match: `${settings.REDIS_PREFIX}:*`, type: 'hash' })) {
    for (const key of Array.isArray(keys) ? keys : []) found += JSON.stringify(await redis.hgetall(String(key)));
  }
  return found;
};
