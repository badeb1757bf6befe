/** One look at a queue: when, and how many jobs waited. */
export type Sample = { at: number; waiting: number };
export type Samples = Readonly<Record<string, readonly Sample[]>>;

const MOST_KEPT = 120;

type Seen = { at: Date; queues: readonly { name: string; waiting: number }[] };

/** Adds one look to every queue's history, dropping the oldest. The same look twice counts once. */
export const addSample = (samples: Samples, { at, queues }: Seen): Samples => {
  const time = at.getTime();
  return Object.fromEntries(
    queues.map(({ name, waiting }) => {
      const known = samples[name] ?? [];
      const last = known.at(-1);
      return [name, last && last.at >= time ? known : [...known, { at: time, waiting }].slice(-MOST_KEPT)];
    }),
  );
};

/** Points of a step line in a box of the given size, newest at the right, zero at the bottom. */
export const stepLine = (samples: readonly Sample[], width: number, height: number): string => {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at === first.at) return '';
  const peak = Math.max(1, ...samples.map(({ waiting }) => waiting));
  const x = (at: number) => ((at - first.at) / (last.at - first.at)) * width;
  const y = (waiting: number) => height - (waiting / peak) * height;
  return samples
    .map(({ at, waiting }, index) => {
      const before = samples[index - 1];
      const point = `${x(at).toFixed(1)},${y(waiting).toFixed(1)}`;
      return before ? `${x(at).toFixed(1)},${y(before.waiting).toFixed(1)} ${point}` : point;
    })
    .join(' ');
};
