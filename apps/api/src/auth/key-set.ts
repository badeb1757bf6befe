import type { CoreContext } from '@message-service/core/context';
import { DomainError } from '@message-service/shared/errors';
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

const FRESH_MS = 10 * 60_000;
const USABLE_MS = 24 * 60 * 60_000;
const FORCED_EVERY_MS = 10_000;
const RETRY_EVERY_MS = 5_000;
const FETCH_TIMEOUT_MS = 5_000;
const MAX_BYTES = 262_144;

const text = z.string().optional();
// private members are not listed, and so are dropped
const PublicKey = z.object({
  kty: z.string(),
  kid: text,
  alg: text,
  use: text,
  key_ops: z.array(z.string()).optional(),
  n: text,
  e: text,
  crv: text,
  x: text,
  y: text,
});
const Published = z.object({ keys: z.array(PublicKey).max(100) });

const readCapped = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let body = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    body += decoder.decode(chunk, { stream: true });
  }
  return body + decoder.decode();
};

const fetchKeys = async (url: string): Promise<JWTVerifyGetKey> => {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  return createLocalJWKSet(Published.parse(JSON.parse(await readCapped(response))));
};

export type KeySet = JWTVerifyGetKey & {
  /** Changes whenever the keys are read: what an earlier reading allowed may be refused by a later one. */
  reading(): number;
};

/**
 * The published keys of an issuer: read when first needed, renewed behind the scenes after 10 minutes, and read again
 * at once, at most every 10 s, for a key that is not among them. While the issuer is away the last keys serve for
 * another 24 hours; a key that left the set is refused from the next reading on.
 * @throws DomainError UNAVAILABLE while no keys were ever read
 */
export const createKeySet = (url: string, { now, log }: Pick<CoreContext, 'now' | 'log'>): KeySet => {
  let known: { resolve: JWTVerifyGetKey; readAt: number } | null = null;
  let running: Promise<void> | null = null;
  let readings = 0;
  let triedAt = Number.NEGATIVE_INFINITY;
  let forcedAt = Number.NEGATIVE_INFINITY;

  const since = (time: number) => now().getTime() - time;
  const read = async () => {
    triedAt = now().getTime();
    try {
      known = { resolve: await fetchKeys(url), readAt: triedAt };
      readings++;
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'the keys of the issuer cannot be read');
    }
  };
  const refresh = (): Promise<void> => {
    running ??= read().finally(() => {
      running = null;
    });
    return running;
  };
  const usable = () => (known !== null && since(known.readAt) < USABLE_MS ? known.resolve : null);

  const current = async (): Promise<JWTVerifyGetKey> => {
    const mayTry = since(triedAt) >= RETRY_EVERY_MS;
    if (usable() === null && (mayTry || running !== null)) await refresh();
    else if (known !== null && since(known.readAt) >= FRESH_MS && mayTry) void refresh();
    const resolve = usable();
    if (resolve) return resolve;
    throw new DomainError('UNAVAILABLE', 'Tokens cannot be checked at the moment.', {
      retryAfterSeconds: RETRY_EVERY_MS / 1000,
    });
  };

  const resolveKey: JWTVerifyGetKey = async (header, token) => {
    const resolve = await current();
    try {
      return await resolve(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (running === null && since(forcedAt) < FORCED_EVERY_MS) throw error;
      if (running === null) forcedAt = now().getTime();
      await refresh();
      return (await current())(header, token);
    }
  };
  return Object.assign(resolveKey, { reading: () => readings });
};
