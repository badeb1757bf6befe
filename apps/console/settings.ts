import { z } from 'zod';

const TrustedProxy = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'comma-separated addresses or networks, such as 10.0.0.0/8',
});

const Settings = z.object({
  /** Where the api listens, seen from the console's server; the browser never learns it. */
  API_URL: z.url().default('http://127.0.0.1:8004'),
  /** Bytes of a request's body. */
  MAX_BODY_BYTES: z.coerce.number().int().min(1_024).default(1_048_576),
  /** Addresses or networks of proxies before the console whose `x-forwarded-for` is believed, comma-separated. */
  CONSOLE_TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').flatMap((entry) => entry.trim() || []))
    .pipe(z.array(TrustedProxy))
    .default([]),
});

const settings = Settings.parse(process.env);

export const apiUrl = settings.API_URL.replace(/\/+$/, '');
export const maxBodyBytes = settings.MAX_BODY_BYTES;
export const trustedProxies = settings.CONSOLE_TRUSTED_PROXIES;
export const isDevelopment = process.env.NODE_ENV === 'development';
