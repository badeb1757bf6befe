export type Random = {
  /** A number in [0, 1). */
  next(): number;
  /** One of several, by their weights. */
  pick<T>(choices: readonly (readonly [weight: number, value: T])[]): T;
  /** Around 1, seldom far from it; `spread` 0.5 keeps most between a half and two. */
  factor(spread: number): number;
};

/** The same numbers for the same seed, on every machine (mulberry32). */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick(choices) {
      const total = choices.reduce((sum, [weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [weight, value] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = choices.at(-1);
      if (!last) throw new Error('nothing to choose from');
      return last[1];
    },
    factor: (spread) => Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  };
};
