import { expect, test } from 'vitest';
import { toCsv } from './to-csv';

test('quotes what has to be quoted, and defuses formulas', () => {
  const rows = [
    ['plain', 1.5],
    ['a,"b"\nc', null],
    ['=HYPERLINK("x")', -3],
    ['@sum', 0],
  ];
  expect(toCsv(['name', 'value'], rows)).toBe(
    'name,value\r\nplain,1.5\r\n"a,""b""\nc",\r\n"\'=HYPERLINK(""x"")",-3\r\n\'@sum,0',
  );
});
