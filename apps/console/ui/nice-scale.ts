/** Ticks of a chart's count axis: from 0 to a round number at or above `peak`, in at most five whole steps. */
export const niceScale = (peak: number): { max: number; ticks: number[] } => {
  const rough = Math.max(peak, 1) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, magnitude * ([1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10));
  const whole = Math.ceil(step);
  const steps = Math.max(1, Math.ceil(peak / whole));
  return { max: steps * whole, ticks: Array.from({ length: steps + 1 }, (_, index) => index * whole) };
};
