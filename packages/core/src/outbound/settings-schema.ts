import { isIP } from 'node:net';
import { z } from 'zod';

const HOST = /^[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?$/;
const Entry = z.union([z.cidrv4(), z.cidrv6(), z.string().refine((entry) => isIP(entry) !== 0 || HOST.test(entry))], {
  error: 'comma-separated host names, addresses or networks, such as lmstudio.lan,10.0.0.0/8',
});

/** Which hosts of the own network the service may call. */
export const OutboundSettings = z.object({
  /** Link-local addresses and those that clouds keep their metadata at are refused even when they are named here. */
  OUTBOUND_PRIVATE_HOSTS: z
    .string()
    .default('localhost,127.0.0.1,::1,host.docker.internal')
    .transform((list) => list.split(',').flatMap((entry) => entry.trim().toLowerCase() || []))
    .pipe(z.array(Entry).max(100)),
});
export type OutboundSettings = z.output<typeof OutboundSettings>;
