import type { FastifyInstance } from 'fastify';
import { serveParent } from '../src/world/serve-parent.ts';

/** Listens on a free port of loopback and tells the parent where. */
export const serve = async (app: FastifyInstance, answer?: (question: unknown) => Promise<unknown>): Promise<void> =>
  serveParent({ url: await app.listen({ port: 0, host: '127.0.0.1' }) }, answer);
