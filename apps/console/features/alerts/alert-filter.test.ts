import { expect, test } from 'vitest';
import { readAlertFilter } from './alert-filter';

const read = (query: string) => readAlertFilter(new URLSearchParams(query));

test('the address says what is shown; what it cannot mean counts for nothing', () => {
  expect(read('')).toEqual({ which: 'open' });
  expect(read('show=resolved&severity=critical&alert=alert_0000000001')).toEqual({
    which: 'resolved',
    severity: 'critical',
    chosen: 'alert_0000000001',
  });
  expect(read('show=<script>&severity=$ne&alert=../../etc')).toEqual({ which: 'open' });
});
