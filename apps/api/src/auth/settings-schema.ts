import { z } from 'zod';

const isOrigin = (value: string) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '';
};

const Origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.string().refine(isOrigin, 'comma-separated origins, such as https://console.example.org')).min(1))
  .transform((origins) => origins.map((origin) => new URL(origin).origin));

/** Settings by which the api knows who calls; part of the api's settings. */
export const AuthSettings = z.object({
  /** Where the keys of RS256 and ES256 tokens are published; without it such tokens are refused. */
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  AUTH_ISSUER: z.string().min(1).default('message-service'),
  AUTH_AUDIENCE: z.string().min(1).default('message-service'),
  /** The secret of HS256 tokens; without it such tokens are refused. */
  JWT_SECRET_KEY: z.string().min(16, 'at least 16 characters').optional(),
  CONSOLE_PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  /** Origins whose pages may act with the session cookie; by default the console of this machine at CONSOLE_PORT. */
  CONSOLE_ORIGINS: Origins.optional(),
  /** Other origins whose pages may call with a bearer token, never with a cookie. */
  CORS_ORIGINS: Origins.optional(),
});
export type AuthSettings = z.output<typeof AuthSettings>;

type OriginSettings = Pick<AuthSettings, 'CONSOLE_ORIGINS' | 'CONSOLE_PORT'>;

export const consoleOrigins = ({ CONSOLE_ORIGINS, CONSOLE_PORT }: OriginSettings): string[] =>
  CONSOLE_ORIGINS ?? ['localhost', '127.0.0.1'].map((host) => new URL(`http://${host}:${CONSOLE_PORT}`).origin);
