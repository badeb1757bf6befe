import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** One request being answered. Every wait ends with ClientGone as soon as the client has left. */
export type Call = {
  response: ServerResponse;
  heldMs(): number;
  pause(ms: number): Promise<void>;
  /** Resolves when the client can take more. */
  write(data: string | Uint8Array): Promise<void>;
  /** Never answers: waits for the client to leave. */
  hang(): Promise<never>;
  /** Ends the connection with a TCP reset. */
  reset(): void;
  /** True when this side ended the connection, not the client. */
  dropped(): boolean;
};

export const openCall = (response: ServerResponse): Call => {
  const started = performance.now();
  const gone = new AbortController();
  let dropped = false;
  response.once('close', () => gone.abort());
  response.on('error', () => gone.abort());

  const whenGone = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw gone.signal.aborted ? new ClientGone('The client is gone.') : error;
    }
  };

  return {
    response,
    heldMs: () => performance.now() - started,
    pause: async (ms) => {
      if (gone.signal.aborted) throw new ClientGone('The client is gone.');
      if (ms > 0) await whenGone(sleep(ms, undefined, { signal: gone.signal }));
    },
    write: async (data) => {
      if (gone.signal.aborted) throw new ClientGone('The client is gone.');
      if (!response.write(data)) await whenGone(once(response, 'drain', { signal: gone.signal }));
    },
    hang: async () => {
      if (!gone.signal.aborted) await once(gone.signal, 'abort');
      throw new ClientGone('The client is gone.');
    },
    reset: () => {
      dropped = true;
      response.socket?.resetAndDestroy();
    },
    dropped: () => dropped,
  };
};
