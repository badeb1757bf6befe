import { expect, test } from 'vitest';
import { readShadowView } from './shadow-view';

const read = (query: string) => readShadowView(new URLSearchParams(query));

test('the view is read from the address; what is not known is left out', () => {
  expect(read('')).toEqual({});
  expect(read('policy=strict-2&kind=looser&filter=spam')).toEqual({
    policy: 'strict-2',
    kind: 'looser',
    filter: 'spam',
  });
  expect(read('policy=../x&kind=worse&filter=none')).toEqual({});
});
