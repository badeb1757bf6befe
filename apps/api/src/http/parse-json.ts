import type { FastifyInstance } from 'fastify';
import { assertPlainJson } from './plain-json.ts';

/** Bodies are JSON, flat enough and free of keys that would change a prototype. Other types are not read at all. */
export const parseJsonBodies = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    parse(request, String(body), (error, value) => {
      if (error) return done(error);
      try {
        assertPlainJson(value);
        done(null, value);
      } catch (refusal) {
        done(refusal instanceof Error ? refusal : new Error('unreadable body', { cause: refusal }));
      }
    });
  });
};
