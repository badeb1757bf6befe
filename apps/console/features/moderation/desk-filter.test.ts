import { expect, test } from 'vitest';
import { readDeskView, toParams } from './desk-filter.ts';

test('the view is what the address says, and an address that says nonsense is the plain queue', () => {
  const address = 'state=decided&severity=4&source=report&claim=mine&order=due&overdue=true&case=case_0123456789';
  const view = readDeskView(new URLSearchParams(address));
  expect(view).toEqual({
    filter: { state: 'decided', severity_min: 4, source: 'report', claim: 'mine', order: 'due', overdue: true },
    chosen: 'case_0123456789',
  });
  const again = toParams(view.filter);
  expect(readDeskView(again).filter).toEqual(view.filter);
  const nonsense = new URLSearchParams('state=x&severity=99&source=&case=nope&author=1');
  expect(readDeskView(nonsense)).toEqual({ filter: { state: 'waiting', order: 'severity' } });
  expect(toParams(readDeskView(nonsense).filter).toString()).toBe('');
});
