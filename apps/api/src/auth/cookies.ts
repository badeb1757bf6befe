import type { CoreSettings } from '@message-service/core/settings';
import { ABSOLUTE_MS } from '@message-service/core/users';

type CookieSettings = Pick<CoreSettings, 'ENVIRONMENT'>;

const isProduction = ({ ENVIRONMENT }: CookieSettings) => ENVIRONMENT === 'production';

/** In production the prefix makes browsers refuse a cookie that is not Secure or that another host has set. */
const nameOf = (settings: CookieSettings) => (isProduction(settings) ? '__Host-ms_session' : 'ms_session');

const serialise = (settings: CookieSettings, value: string, maxAgeSeconds: number) =>
  [
    `${nameOf(settings)}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${maxAgeSeconds}`,
    ...(isProduction(settings) ? ['Secure'] : []),
  ].join('; ');

/** The session token of a Cookie header, or null. */
export const readSessionCookie = (settings: CookieSettings, header: string | undefined): string | null => {
  const prefix = `${nameOf(settings)}=`;
  const pair = header?.split(';').find((part) => part.trim().startsWith(prefix));
  const value = pair?.trim().slice(prefix.length);
  return value === undefined || value === '' ? null : value;
};

/** The Set-Cookie header that hands a session to the browser; the server ends it earlier when it is idle. */
export const sessionCookie = (settings: CookieSettings, token: string): string =>
  serialise(settings, token, ABSOLUTE_MS / 1000);

export const clearedSessionCookie = (settings: CookieSettings): string => serialise(settings, '', 0);
