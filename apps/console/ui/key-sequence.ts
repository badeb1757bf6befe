/** Keys pressed so far of a sequence, and when the last one was. */
export type KeyState = { pressed: readonly string[]; at: number };

export const start: KeyState = { pressed: [], at: 0 };

const FORGET_AFTER_MS = 1_500;

const isPrefix = (part: readonly string[], whole: readonly string[]) =>
  part.every((key, index) => whole[index] === key);

type Step = { state: KeyState; match: number | null };

/**
 * Takes one key. `match` is the index of the sequence that is now complete; of equals the last one wins, so that a
 * page may override the shell. A key that leads nowhere starts over.
 */
export const advance = (state: KeyState, key: string, now: number, sequences: readonly (readonly string[])[]): Step => {
  const kept = now - state.at > FORGET_AFTER_MS ? [] : state.pressed;
  for (const pressed of kept.length > 0 ? [[...kept, key], [key]] : [[key]]) {
    const match = sequences.findLastIndex(
      (sequence) => sequence.length === pressed.length && isPrefix(pressed, sequence),
    );
    if (match >= 0) return { state: start, match };
    if (sequences.some((sequence) => isPrefix(pressed, sequence))) return { state: { pressed, at: now }, match: null };
  }
  return { state: start, match: null };
};
