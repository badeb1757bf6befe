import type { Scale } from '../nice-scale';
import type { ChartKind } from './series';
import { dotsOf, pathOf, type Shown, SIDE } from './shapes';

const WIDTH = 960;
const HEIGHT = 400;
const MARGIN = { top: 64, right: 24, bottom: 32, left: 72 };
/** On white, whatever the reader's theme: pictures are for documents. */
const COLOURS = ['#4f46e5', '#0f7b6c', '#b45309', '#be185d', '#0369a1', '#666973'];

type Picture = {
  title: string;
  kind: ChartKind;
  shown: readonly Shown[];
  scale: Scale;
  format: (value: number) => string;
  /** A label per bucket; empty where the axis has none. */
  labels: readonly string[];
};

const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const colourOf = (look: number) => COLOURS[look % COLOURS.length] ?? '#4f46e5';

/** A chart as a picture that stands by itself: title, legend, axes and data. */
export const toSvg = ({ title, kind, shown, scale, format, labels }: Picture): string => {
  const count = labels.length;
  const width = WIDTH - MARGIN.left - MARGIN.right;
  const height = HEIGHT - MARGIN.top - MARGIN.bottom;
  const y = (value: number) => MARGIN.top + height - (value / scale.max) * height;
  const x = (index: number) => MARGIN.left + (index / count) * width;
  const text = (at: string, content: string) => `<text ${at}>${escapeText(content)}</text>`;

  const grid = scale.ticks.map(
    (tick) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#e4e4e8"/>` +
      text(`x="${MARGIN.left - 8}" y="${y(tick) + 4}" text-anchor="end" fill="#55575f"`, format(tick)),
  );
  const axis = labels.map((label, index) =>
    label === '' ? '' : text(`x="${x(index + 0.5)}" y="${HEIGHT - 10}" text-anchor="middle" fill="#55575f"`, label),
  );
  const legend = shown.map(({ series, look }, index) => {
    const at = MARGIN.left + index * (width / Math.max(1, shown.length));
    return (
      `<rect x="${at}" y="38" width="10" height="10" rx="2" fill="${colourOf(look)}"/>` +
      text(`x="${at + 16}" y="47" fill="#1b1c20"`, series.label)
    );
  });
  const data =
    kind === 'bars'
      ? Array.from({ length: count }, (_, index) => {
          let below = 0;
          return shown
            .map(({ series, look }) => {
              const value = series.values[index] ?? 0;
              below += value;
              const barHeight = (value / scale.max) * height;
              return `<rect x="${x(index + 0.12)}" y="${y(below)}" width="${(width / count) * 0.76}" height="${barHeight}" fill="${colourOf(look)}"/>`;
            })
            .join('');
        })
      : shown.flatMap(({ series, look }) => {
          const place = `transform="translate(${MARGIN.left} ${MARGIN.top}) scale(${width / SIDE} ${height / SIDE})"`;
          const stroke = `fill="none" stroke="${colourOf(look)}" stroke-linecap="round" vector-effect="non-scaling-stroke"`;
          const parts = [
            [pathOf(series.values, count, scale.max), 2],
            [dotsOf(series.values, count, scale.max), 6],
          ] as const;
          return parts.map(([path, size]) => `<path ${place} d="${path}" ${stroke} stroke-width="${size}"/>`);
        });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(`x="${MARGIN.left}" y="24" font-size="15" font-weight="600" fill="#1b1c20"`, title),
    ...legend,
    ...grid,
    ...axis,
    ...data,
    '</svg>',
  ].join('');
};
