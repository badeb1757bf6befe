import type { ServerResponse } from 'node:http';
import { DomainError } from '@message-service/shared/errors';
import type { Authenticated } from '../auth/create-authenticator.ts';

/** A server that ends a stream waits this long for the reader to take the rest, then cuts the connection. */
const LINGER_MS = 2_000;
const MAX_TIMER_MS = 2_147_483_647;
const RETRY_SECONDS = 5;

export type StreamRequest = {
  identity: Authenticated;
  raw: ServerResponse;
  /** Asks again who calls, without taking that for a sign of life. */
  authenticate(): Promise<Authenticated | null>;
};

/** The streams that are open in this process: at most so many a user, none longer than its reader may see it. */
export type OpenStreams = {
  /**
   * Takes one of the user's places until the connection closes. The signal is aborted when the reader leaves, or, with a
   * DomainError as its reason, when the service ends the stream.
   * @throws DomainError RATE_LIMITED
   */
  open(request: StreamRequest): AbortSignal;
  /** Ends every stream, as the server does before it stops. */
  endAll(): void;
  count(): number;
};

const sameRoles = (a: Authenticated, b: Authenticated) => [...a.roles].sort().join() === [...b.roles].sort().join();

const isOver = async ({ identity, authenticate }: StreamRequest): Promise<boolean> => {
  try {
    const current = await authenticate();
    return current === null || current.user_id !== identity.user_id || !sameRoles(current, identity);
  } catch (error) {
    // a database that is away says nothing about the session
    return error instanceof DomainError && error.code !== 'UNAVAILABLE';
  }
};

export const createOpenStreams = (
  { maxPerUser, recheckMs }: { maxPerUser: number; recheckMs: number },
  now: () => Date,
): OpenStreams => {
  const byUser = new Map<string, Set<(reason: DomainError) => void>>();
  let draining = false;
  const stopping = () =>
    new DomainError('UNAVAILABLE', 'The service is stopping. Connect again.', { retryAfterSeconds: 1 });
  const signedOut = () => new DomainError('UNAUTHENTICATED', 'The sign-in that this stream was opened with has ended.');

  const place = (userId: string): Set<(reason: DomainError) => void> => {
    const taken = byUser.get(userId) ?? new Set();
    if (taken.size >= maxPerUser) {
      throw new DomainError('RATE_LIMITED', `At most ${maxPerUser} open streams per user.`, {
        retryAfterSeconds: RETRY_SECONDS,
        limit: { limit: maxPerUser, remaining: 0, reset_seconds: RETRY_SECONDS },
      });
    }
    byUser.set(userId, taken);
    return taken;
  };

  return {
    open(request) {
      const { identity, raw } = request;
      const abort = new AbortController();
      if (raw.destroyed || raw.closed) {
        abort.abort();
        return abort.signal;
      }
      if (draining) throw stopping();
      const taken = place(identity.user_id);
      let linger: NodeJS.Timeout | undefined;
      const end = (reason: DomainError) => {
        abort.abort(reason);
        linger ??= setTimeout(() => raw.destroy(), LINGER_MS);
      };
      const left = Math.max(0, identity.expires_at.getTime() - now().getTime());
      const expiry = setTimeout(() => end(signedOut()), Math.min(left, MAX_TIMER_MS));
      const recheck = setInterval(async () => {
        if (await isOver(request)) end(signedOut());
      }, recheckMs);
      taken.add(end);
      raw.once('close', () => {
        for (const timer of [linger, expiry, recheck]) clearTimeout(timer);
        taken.delete(end);
        if (taken.size === 0) byUser.delete(identity.user_id);
        abort.abort();
      });
      return abort.signal;
    },
    endAll() {
      draining = true;
      for (const taken of byUser.values()) for (const end of taken) end(stopping());
    },
    count: () => [...byUser.values()].reduce((sum, taken) => sum + taken.size, 0),
  };
};
