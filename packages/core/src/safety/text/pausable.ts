/**
 * Work that can be interrupted: each `yield` is a place where others may have their turn. What lies between two is
 * bounded whatever the text, so that no text holds the event loop.
 */
export type Pausable<T> = Generator<void, T, void>;

/** Characters that are worked on between two pauses. */
export const CHUNK = 512;
const SLICE_MS = 4;

/** Runs to the end at once. */
export const runAtOnce = <T>(work: Pausable<T>): T => {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
};

/** Runs to the end, giving the event loop a turn after every 4 ms. */
export const runInTurns = async <T>(work: Pausable<T>): Promise<T> => {
  let since = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
};
