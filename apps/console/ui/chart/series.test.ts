import { expect, test } from 'vitest';
import { isEmptyChart, limitSeries, OTHER, peakOf, type Series, totalOf } from './series';

const row = (key: string, ...values: (number | null)[]): Series => ({ key, label: key, values });

test('six series stay as they are, largest first', () => {
  const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, index) => row(key, index, null));
  expect(limitSeries(six, 'rest').map(({ key }) => key)).toEqual(['f', 'e', 'd', 'c', 'b', 'a']);
});

test('of more, the smallest become one, and nothing of the sum is lost', () => {
  const many = Array.from({ length: 20 }, (_, index) => ({
    ...row(`k${index}`, index, index * 2),
    previous: [1, null],
  }));
  const shown = limitSeries(many, 'rest');
  expect(shown).toHaveLength(6);
  expect(shown.at(-1)).toMatchObject({ key: OTHER, label: 'rest', previous: [15, null] });
  const sum = (rows: Series[]) => rows.reduce((total, series) => total + totalOf(series), 0);
  expect(sum(shown)).toBe(sum(many));
});

test('bars are as high as their stacks, lines as their highest point, the period before included', () => {
  const rows = [row('a', 1, 5, null), row('b', 2, 5, 3)];
  expect(peakOf(rows, 'bars')).toBe(10);
  expect(peakOf(rows, 'lines')).toBe(5);
  expect(peakOf([{ ...row('a', 1), previous: [7] }], 'lines')).toBe(7);
  expect(peakOf([], 'bars')).toBe(0);
});

test('a chart of nothing but zeros and gaps is empty', () => {
  expect(isEmptyChart([row('a', 0, null), row('b')])).toBe(true);
  expect(isEmptyChart([row('a', 0, 1)])).toBe(false);
});
