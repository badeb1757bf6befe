import { z } from 'zod';

const whole = (fallback: number, min = 1, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(min).max(max).default(fallback);
const seconds = (fallback: number) => z.coerce.number().min(0.05).max(60).default(fallback);

const isBase = (value: string) => {
  if (!URL.canParse(value)) return false;
  const { username, password, search, hash } = new URL(value);
  return [username, password, search, hash].every((part) => part === '');
};
const Base = z
  .url({ protocol: /^https?$/ })
  .refine(isBase, 'an address without a user, a query or a fragment')
  .transform((value) => value.replace(/\/+$/, ''));

/** Where the neighbours are and how they are called. One that has no address is replaced by what is built in. */
export const NeighbourSettings = z.object({
  AUTH_SERVICE_URL: Base.optional(),
  CONVERSATION_SERVICE_URL: Base.optional(),
  CHARACTERS_SERVICE_URL: Base.optional(),
  /** Sent to neighbours as `x-service`, so that they know who calls. */
  NEIGHBOUR_SERVICE_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  /** Seconds for one try, its whole body included. */
  NEIGHBOUR_TRY_TIMEOUT: seconds(2),
  /** Seconds for a call, all its tries and the waiting between them. */
  NEIGHBOUR_DEADLINE: seconds(5),
  NEIGHBOUR_MAX_TRIES: whole(3, 1, 10),
  NEIGHBOUR_MAX_RESPONSE_BYTES: whole(1_048_576, 1_024),
  /** Failed tries in a row after which a neighbour is left alone, and for how many seconds. */
  NEIGHBOUR_BREAKER_FAILURES: whole(5),
  NEIGHBOUR_BREAKER_SECONDS: z.coerce.number().min(0.05).max(3_600).default(60),
  /** Calls to a neighbour that one process may have open at once. */
  AUTH_SERVICE_CONCURRENCY: whole(20),
  CONVERSATION_SERVICE_CONCURRENCY: whole(10),
  CHARACTERS_SERVICE_CONCURRENCY: whole(5),
  /** How long a character from the Characters Service is not asked for again. */
  CHARACTER_CACHE_SECONDS: whole(300, 0, 86_400),
});
export type NeighbourSettings = z.output<typeof NeighbourSettings>;
