import type { CoreContext } from '@message-service/core/context';
import { changePassword, findSession, hashAddress, signIn, signOut } from '@message-service/core/users';
import { SessionUser, SignInInput } from '@message-service/shared/auth';
import { DomainError, parseInput } from '@message-service/shared/errors';
import { ChangePasswordInput } from '@message-service/shared/users';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DescribedRoute } from '../http/openapi.ts';
import { clearedSessionCookie, readSessionCookie, sessionCookie } from './cookies.ts';
import { assertFromConsole, assertSameSite, type CrossSiteSettings } from './cross-site.ts';

const tag = 'Sign-in of the console';

export const authRouteDescriptions: readonly DescribedRoute[] = [
  {
    method: 'POST',
    path: '/auth/sign-in',
    summary: 'Sign in to an embedded account; the session is a cookie',
    tag,
    policy: 'public',
    input: SignInInput,
    output: SessionUser,
    status: 200,
  },
  {
    method: 'POST',
    path: '/auth/sign-out',
    summary: 'End the session',
    tag,
    policy: 'public',
    input: z.strictObject({}),
    status: 204,
  },
  {
    method: 'POST',
    path: '/auth/password',
    summary: 'Change the own password; every other session ends',
    tag,
    policy: 'public',
    input: ChangePasswordInput,
    output: SessionUser,
    status: 200,
  },
  {
    method: 'GET',
    path: '/auth/session',
    summary: 'Who is signed in',
    tag,
    policy: 'public',
    input: z.strictObject({}),
    output: SessionUser,
    status: 200,
  },
];

const nobody = () => new DomainError('UNAUTHENTICATED', 'Nobody is signed in.');

/** Sign-in, sign-out, the present session of the console, and its password; all below `/auth`. */
export const authRoutes =
  (ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>, settings: CrossSiteSettings): FastifyPluginAsync =>
  async (app) => {
    const config = { policy: 'public' } as const;
    const tokenOf = (request: FastifyRequest) => readSessionCookie(settings, request.headers.cookie);

    app.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    app.post(
      '/auth/sign-in',
      { config, onRequest: async (request) => assertSameSite(request, settings) },
      async (request, reply): Promise<SessionUser> => {
        const input = parseInput(SignInInput, request.body);
        const userAgent = request.headers['user-agent'] ?? '';
        const { user, token } = await signIn(ctx, { ...input, address: request.ip, userAgent });
        const previous = tokenOf(request);
        if (previous !== null) await signOut(ctx, previous);
        reply.header('set-cookie', sessionCookie(settings, token));
        return user;
      },
    );

    app.post(
      '/auth/sign-out',
      { config, onRequest: async (request) => assertFromConsole(request, settings) },
      async (request, reply) => {
        const token = tokenOf(request);
        if (token !== null) await signOut(ctx, token);
        return reply.code(204).header('set-cookie', clearedSessionCookie(settings)).send();
      },
    );

    app.post(
      '/auth/password',
      { config, onRequest: async (request) => assertFromConsole(request, settings) },
      async (request, reply): Promise<SessionUser> => {
        const token = tokenOf(request);
        const session = token === null ? null : await findSession(ctx, token);
        if (!session) throw nobody();
        const input = parseInput(ChangePasswordInput, request.body);
        const device = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
        const origin = { trace_id: request.id, address_hash: hashAddress(ctx.settings, request.ip) };
        const { user, token: next } = await changePassword(ctx, { ...session, origin }, input, device);
        reply.header('set-cookie', sessionCookie(settings, next));
        return user;
      },
    );

    app.get('/auth/session', { config }, async (request): Promise<SessionUser> => {
      const token = tokenOf(request);
      const session = token === null ? null : await findSession(ctx, token);
      if (!session) throw nobody();
      return session;
    });
  };
