/** How the series of a chart look, by position: colour, and a dash for those who do not tell colours apart. */
const looks = [
  { fill: 'fill-series-1', stroke: 'stroke-series-1', background: 'bg-series-1', dash: undefined },
  { fill: 'fill-series-2', stroke: 'stroke-series-2', background: 'bg-series-2', dash: '7 3' },
  { fill: 'fill-series-3', stroke: 'stroke-series-3', background: 'bg-series-3', dash: '2 3' },
  { fill: 'fill-series-4', stroke: 'stroke-series-4', background: 'bg-series-4', dash: '9 3 2 3' },
  { fill: 'fill-series-5', stroke: 'stroke-series-5', background: 'bg-series-5', dash: '4 2' },
  { fill: 'fill-series-6', stroke: 'stroke-series-6', background: 'bg-series-6', dash: '1 3' },
] as const;

export type Look = (typeof looks)[number];

export const lookOf = (index: number): Look => looks[index % looks.length] ?? looks[0];
