import { expect, test } from 'vitest';
import { toSvg } from './to-svg';

const shown = [{ series: { key: 'a', label: '<b>&"', values: [1, null, 2] }, look: 0 }];
const picture = { title: 'Tokens', shown, scale: { max: 2, ticks: [0, 1, 2] }, format: String, labels: ['x', '', 'z'] };

test('names of series are text in the picture, whatever they look like', () => {
  const svg = toSvg({ ...picture, kind: 'bars' });
  expect(svg).toContain('&lt;b&gt;&amp;&quot;');
  expect(svg).not.toContain('<b>');
  expect(svg.match(/<rect/g)).toHaveLength(1 + 1 + 3);
  expect(svg).not.toContain('NaN');
});

test('a gap in the data is a gap in the line', () => {
  const series = [{ series: { key: 'a', label: 'a', values: [1, null, 2, 1] }, look: 0 }];
  const svg = toSvg({ ...picture, shown: series, labels: ['w', 'x', 'y', 'z'], kind: 'lines' });
  const [line, dots] = [...svg.matchAll(/ d="([^"]*)"/g)].map(([, path]) => path);
  expect(line).toMatch(/^M[\d. ]+L[\d. ]+$/);
  expect(dots).toMatch(/^M[\d. ]+h0$/);
});
