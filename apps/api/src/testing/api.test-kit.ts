import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { CoreContext } from '@message-service/core/context';
import type { Identity } from '@message-service/shared/auth';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import type { FastifyInstance } from 'fastify';
import { SignJWT } from 'jose';
import { buildServer } from '../server.ts';
import { ApiSettings } from '../settings.ts';

export const SECRET = 'the secret of the tests, 32 bytes';

export type Call = {
  method?: string;
  path: string;
  /** Whose token is sent; nobody's when left out. */
  as?: Identity | undefined;
  headers?: Record<string, string | undefined>;
  /** Sent as it is when a string, else as JSON. */
  body?: unknown;
};
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string; body: unknown };
export type Api = {
  t: TestContext;
  app: FastifyInstance;
  port: number;
  url: string;
  /** The answer as soon as its headers are there. */
  open(call: Call, signal?: AbortSignal): Promise<IncomingMessage>;
  send(call: Call): Promise<Answer>;
  close(): Promise<void>;
};

/** A bearer token as the identity's issuer would give it. */
export const signToken = ({ user_id, roles }: Identity, ttlSeconds = 600): Promise<string> =>
  new SignJWT({ roles })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user_id)
    .setIssuer('message-service')
    .setAudience('message-service')
    .setExpirationTime(Math.floor(Date.now() / 1000) + ttlSeconds)
    .sign(new TextEncoder().encode(SECRET));

const tokens = new WeakMap<Identity, Promise<string>>();
export const bearer = async (identity: Identity): Promise<string> => {
  const token = tokens.get(identity) ?? signToken(identity);
  tokens.set(identity, token);
  return `Bearer ${await token}`;
};

export const readText = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

const toBody = (text: string): unknown => {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};

const createSender = (port: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const open = async ({ method = 'GET', path, as, headers = {}, body }: Call, signal?: AbortSignal) => {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const all = {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)) }),
      ...(as ? { authorization: await bearer(as) } : {}),
      ...headers,
    };
    return new Promise<IncomingMessage>((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers: all, agent, signal }, resolve);
      sent.on('error', reject);
      sent.end(payload);
    });
  };
  const send = async (call: Call): Promise<Answer> => {
    const response = await open(call);
    const text = await readText(response);
    return { status: response.statusCode ?? 0, headers: response.headers, text, body: toBody(text) };
  };
  return { open, send, close: () => agent.destroy() };
};

/** The whole api on a port of its own, over a database of its own. */
export const startApi = async (
  environment: Record<string, string> = {},
  overrides: Partial<Pick<CoreContext, 'log' | 'now'>> = {},
): Promise<Api> => {
  const t = await createTestContext({
    MAX_MESSAGES_PER_MINUTE: '100000',
    MAX_MESSAGES_PER_HOUR: '100000',
    MAX_MESSAGES_PER_DAY: '100000',
    MAX_CONCURRENT_MESSAGES_PER_USER: '100000',
    ...environment,
  });
  const settings = ApiSettings.parse({ JWT_SECRET_KEY: SECRET, CONSOLE_PORT: '3456', ...t.environment, PORT: '0' });
  const core = { ...t.ctx, ...overrides };
  const app = await buildServer(core, settings, core.log);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  const sender = createSender(address.port);
  return {
    t,
    app,
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    open: sender.open,
    send: sender.send,
    async close() {
      sender.close();
      await app.close();
      await t.close();
    },
  };
};
