export type Scale = { max: number; ticks: number[] };

const STEPS = [1, 2, 2.5, 5, 10];

const roundStep = (rough: number) => {
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  return magnitude * (STEPS.find((factor) => factor * magnitude >= rough * (1 - 1e-9)) ?? 10);
};

const scaleOf = (peak: number, step: number): Scale => {
  const steps = Math.max(1, Math.ceil(peak / step - 1e-9));
  const ticks = Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
  return { max: ticks.at(-1) ?? step, ticks };
};

/** Ticks of a chart's count axis: from 0 to a round number at or above `peak`, in at most five whole steps. */
export const niceScale = (peak: number): Scale =>
  scaleOf(peak, Math.ceil(Math.max(1, roundStep(Math.max(peak, 1) / 4))));

/** The same for what can be a fraction, such as money or a ratio. */
export const fineScale = (peak: number): Scale => {
  const height = peak > 0 ? peak : 1;
  return scaleOf(height, roundStep(height / 4));
};
