import { MessageServiceError } from './errors.ts';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** A service that asks for more patience than this is not waited for. */
const MOST_PATIENCE_MS = 30_000;

const PASSING = new Set<string>(['NETWORK', 'UNAVAILABLE', 'RATE_LIMITED']);

export const isPassing = (error: unknown): error is MessageServiceError =>
  error instanceof MessageServiceError && PASSING.has(error.code);

/** Waits, or less long when the signal fires. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
  });

/** Full jitter under a bound that doubles, and never less than the service asks for. */
export const waitAfter = (error: MessageServiceError, tries: number): number =>
  Math.max(
    Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)),
    (error.retryAfterSeconds ?? 0) * 1_000,
  );

/** Tries what may be repeated until it succeeds, fails for good, or has been tried often enough. */
export const retry = async <T>(run: () => Promise<T>, maxTries: number, signal?: AbortSignal): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!isPassing(error) || tries >= maxTries || signal?.aborted) throw error;
      const wait = waitAfter(error, tries);
      if (wait > MOST_PATIENCE_MS) throw error;
      await pause(wait, signal);
    }
  }
};
