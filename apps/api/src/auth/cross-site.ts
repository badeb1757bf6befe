import type { IncomingHttpHeaders } from 'node:http';
import type { CoreSettings } from '@message-service/core/settings';
import { CONSOLE_HEADER } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { type AuthSettings, consoleOrigins } from './settings-schema.ts';

type Request = { method: string; headers: IncomingHttpHeaders };
export type CrossSiteSettings = Pick<AuthSettings, 'CONSOLE_ORIGINS' | 'CONSOLE_PORT'> &
  Pick<CoreSettings, 'ENVIRONMENT'>;

const SAFE_METHODS = ['GET', 'HEAD'];

const refuse = (reason: string) => new DomainError('FORBIDDEN', reason);

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/**
 * Other types than JSON reach a server from a foreign page's form without the browser asking first.
 * @throws DomainError FORBIDDEN
 */
const assertJson = (request: Request): void => {
  const given = request.headers['content-type'];
  if (given === undefined && !hasBody(request)) return;
  const essence = given?.split(';')[0]?.trim().toLowerCase();
  if (essence !== 'application/json') throw refuse('Requests of a browser session carry JSON only.');
};

/**
 * The page that sends must be the console's or this server's own. `x-forwarded-host` is not looked at: whoever can send
 * it could name any host.
 * @throws DomainError FORBIDDEN
 */
const assertOrigin = ({ headers }: Request, settings: CrossSiteSettings): void => {
  if (headers.origin === undefined) return;
  const own = `${settings.ENVIRONMENT === 'production' ? 'https' : 'http'}://${headers.host}`;
  if (headers.origin !== own && !consoleOrigins(settings).includes(headers.origin)) {
    throw refuse('The request comes from a page of another origin.');
  }
};

/**
 * What a sign-in has to satisfy: nobody can be signed in to a foreign account by a page of somebody else.
 * @throws DomainError FORBIDDEN
 */
export const assertSameSite = (request: Request, settings: CrossSiteSettings): void => {
  assertJson(request);
  assertOrigin(request, settings);
};

/**
 * What a request has to satisfy to act on the strength of the session cookie. GET and HEAD change nothing and pass.
 * @throws DomainError FORBIDDEN
 */
export const assertFromConsole = (request: Request, settings: CrossSiteSettings): void => {
  if (SAFE_METHODS.includes(request.method)) return;
  if (request.headers[CONSOLE_HEADER.name] !== CONSOLE_HEADER.value) {
    throw refuse(`Requests of a browser session carry ${CONSOLE_HEADER.name}: ${CONSOLE_HEADER.value}.`);
  }
  assertSameSite(request, settings);
};
