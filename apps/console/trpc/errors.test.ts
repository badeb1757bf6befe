import { expect, test } from 'vitest';
import { toApiError } from './errors';

test('reads what a tRPC error carries', () => {
  const data = { code: 'RATE_LIMITED', trace_id: 't1', retry_after: 7, errors: [{ path: 'a', message: 'b' }, 'x'] };
  expect(toApiError(Object.assign(new Error('no'), { data }))).toEqual({
    code: 'RATE_LIMITED',
    traceId: 't1',
    retryAfter: 7,
    errors: [{ path: 'a', message: 'b' }],
  });
});

test('reads a problem document', () => {
  expect(toApiError({ type: 'about:blank', status: 404, code: 'NOT_FOUND', trace_id: 't2' })).toEqual({
    code: 'NOT_FOUND',
    traceId: 't2',
  });
});

test.each([
  [null],
  [undefined],
  ['text'],
  [new TypeError('fetch failed')],
  [{ data: { code: 'toString' } }],
  [{ code: 5 }],
])('calls anything else a fault of the network: %o', (error) => {
  expect(toApiError(error)).toEqual({ code: 'NETWORK' });
});
