import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { declareForAll } from './demand-policies.ts';
import { buildOpenApi, type DescribedRoute } from './openapi.ts';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/openapi.json`, and `/docs` to read it and try it out. Only the pages of `/docs` may run scripts, their own. */
export const serveDocs = async (app: FastifyInstance, routes: readonly DescribedRoute[]): Promise<void> => {
  const document = buildOpenApi(routes);
  app.get('/openapi.json', { config: { policy: 'public' } }, async () => document);
  await app.register(async (scope) => {
    declareForAll(scope, 'public');
    await scope.register(swagger, { mode: 'static', specification: { document: document as never } });
    await scope.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: { validatorUrl: null },
      staticCSP: CONTENT_SECURITY_POLICY,
    });
  });
};
