import { request as httpRequest } from 'node:http';
import type { CoreContext } from '@message-service/core/context';
import { createUser } from '@message-service/core/users';
import { CONSOLE_HEADER, type User } from '@message-service/shared/auth';
import Fastify, { type FastifyInstance } from 'fastify';
import { toDomainError, toProblem } from '../errors.ts';
import { createAuthenticator } from './create-authenticator.ts';
import { requireRole } from './require-role.ts';
import { authRoutes } from './routes.ts';
import { AuthSettings } from './settings-schema.ts';

export const SECRET = 'the secret of the tests, 32 bytes';
export const PASSWORD = 'correct horse battery';
export const CONSOLE = { [CONSOLE_HEADER.name]: CONSOLE_HEADER.value };
export const JSON_TYPE = { 'content-type': 'application/json' };

export type Headers = Record<string, string>;
export type Answer = { status: number; body: unknown; cookies: string[]; headers: Record<string, unknown> };
export type Server = { app: FastifyInstance; port: number };

/** A listening server with the routes of sign-in, `/me` for whoever is known and `/admin` for admins and auditors. */
export const startServer = async (ctx: CoreContext, ENVIRONMENT: 'test' | 'production'): Promise<Server> => {
  const settings = {
    ...AuthSettings.parse({ JWT_SECRET_KEY: SECRET, CONSOLE_PORT: '3456' }),
    ENVIRONMENT,
  };
  const app = Fastify();
  const authenticate = createAuthenticator(ctx, settings);
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(toDomainError(error), request.id);
    return reply.code(problem.status).send(problem);
  });
  for (const type of ['multipart/form-data', 'application/x-www-form-urlencoded']) {
    app.addContentTypeParser(type, { parseAs: 'string' }, async (_request: unknown, body: unknown) => body);
  }
  await app.register(authRoutes(ctx, settings));
  app.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/me',
    onRequest: async (request, reply) => reply.send(requireRole(await authenticate(request))),
    handler: async () => null,
  });
  app.get('/admin', async (request) => requireRole(await authenticate(request), 'admin', 'auditor'));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  return { app, port: typeof address === 'object' && address ? address.port : 0 };
};

export const send = (
  server: Server,
  method: string,
  path: string,
  headers: Headers = {},
  body?: string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const length: Headers = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { host: '127.0.0.1', port: server.port, method, path, headers: { ...headers, ...length } };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const parsed: unknown = text === '' ? null : JSON.parse(text);
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, body: parsed, cookies: answered['set-cookie'] ?? [], headers: answered });
      });
    });
    request.on('error', reject);
    request.end(body);
  });

let accounts = 0;

export const newAccount = (ctx: CoreContext, roles: User['roles'] = ['user']): Promise<User> => {
  accounts++;
  const email = `http${accounts}@example.org`;
  return createUser(ctx, { email, password: PASSWORD, display_name: 'Somebody', roles });
};

export const signInBody = (email: string, password = PASSWORD) => JSON.stringify({ email, password });
export const signInTo = (server: Server, email: string, headers: Headers = {}) =>
  send(server, 'POST', '/auth/sign-in', { ...JSON_TYPE, ...headers }, signInBody(email));
export const pairOf = (answer: Answer) => answer.cookies[0]?.split(';')[0] ?? '';

export const newSession = async (ctx: CoreContext, server: Server): Promise<{ user: User; cookie: string }> => {
  const user = await newAccount(ctx);
  return { user, cookie: pairOf(await signInTo(server, user.email)) };
};
