import type { Random } from './random.ts';

export type Sample = (random: Random) => number;

const gauss = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const readNumbers = (text: string, spec: string) => {
  const numbers = text.split(',').map(Number);
  if (text.trim() === '' || numbers.some((n) => !Number.isFinite(n) || n < 0)) {
    throw new Error(`"${spec}" is not a distribution: expected figures of 0 or more`);
  }
  return numbers;
};

const cycle = (values: number[]): Sample => {
  let next = 0;
  return () => values[next++ % values.length] ?? 0;
};

const mix = (rest: string, spec: string): Sample => {
  const parts = rest.split(';').map((part) => {
    const star = part.indexOf('*');
    const [weight = 0] = readNumbers(part.slice(0, Math.max(0, star)), spec);
    return { weight, sample: parseDistribution(part.slice(star + 1)) };
  });
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  if (total <= 0) throw new Error(`"${spec}" is not a distribution: its weights add up to nothing`);
  return (random) => {
    let rest = random() * total;
    for (const part of parts) {
      rest -= part.weight;
      if (rest < 0) return part.sample(random);
    }
    return parts[parts.length - 1]?.sample(random) ?? 0;
  };
};

/**
 * Reads one of `const:200` (or `200`), `uniform:100,300`, `normal:200,40`, `lognormal:200,0.5` (median, sigma),
 * `exp:200` (mean), `trace:120,180,900` (repeated in order), `mix:0.95*const:200;0.05*const:2000`.
 * Samples are 0 or more.
 */
export const parseDistribution = (spec: string): Sample => {
  const colon = spec.indexOf(':');
  const kind = colon < 0 ? 'const' : spec.slice(0, colon);
  const rest = colon < 0 ? spec : spec.slice(colon + 1);
  if (kind === 'mix') return mix(rest, spec);
  const numbers = readNumbers(rest, spec);
  const [a = 0, b] = numbers;
  switch (kind) {
    case 'const':
      return () => a;
    case 'uniform':
      return (random) => a + random() * ((b ?? a) - a);
    case 'normal':
      return (random) => Math.max(0, a + gauss(random) * (b ?? 0));
    case 'lognormal':
      return (random) => a * Math.exp(gauss(random) * (b ?? 0.5));
    case 'exp':
      return (random) => -a * Math.log(1 - random());
    case 'trace':
      return cycle(numbers);
    default:
      throw new Error(`"${spec}" is not a distribution: unknown kind "${kind}"`);
  }
};
