import { CoreSettings, parseSettings } from '@message-service/core/settings';
import { z } from 'zod';
import { AuthSettings } from './auth/settings-schema.ts';

/** Whose word on the caller's address counts; a number of hops would be whoever writes the header. */
const TrustedProxy = z.union([z.literal('loopback'), z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'comma-separated addresses or networks, such as 10.0.0.0/8',
});

export const ApiSettings = CoreSettings.extend(AuthSettings.shape).extend({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8004),
  /** Bytes of a request's body. 50,000 code points written as JSON escapes take at most 600 kB. */
  MAX_BODY_BYTES: z.coerce.number().int().min(1_024).default(1_048_576),
  /** Addresses or networks of proxies whose `x-forwarded-for` is believed, comma-separated. */
  TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').flatMap((entry) => entry.trim() || []))
    .pipe(z.array(TrustedProxy.refine((entry) => !entry.endsWith('/0'), 'would believe everybody')))
    .optional(),
  /** Event streams that one user may have open at once, per process. */
  MAX_STREAMS_PER_USER: z.coerce.number().int().min(1).default(5),
  /** How often an open stream makes sure that its reader is still signed in. */
  STREAM_RECHECK_SECONDS: z.coerce.number().min(0.1).max(60).default(30),
  SHUTDOWN_GRACE_SECONDS: z.coerce.number().min(0).max(300).default(5),
});
export type ApiSettings = z.output<typeof ApiSettings>;

/** The api's settings from the environment. @throws SettingsError that lists every fault */
export const readSettings = (): ApiSettings => parseSettings(ApiSettings, process.env);
