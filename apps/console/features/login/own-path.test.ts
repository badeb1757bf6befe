import { expect, test } from 'vitest';
import { ownPath } from './own-path';

test.each([
  ['/queues', '/queues'],
  ['/conversations?scope=own', '/conversations?scope=own'],
  ['/queues#dead-letter', '/queues'],
  [undefined, '/'],
  [['/queues'], '/'],
  ['https://example.com/', '/'],
  ['//example.com/', '/'],
  ['/\\example.com', '/'],
  ['/\t/example.com', '/'],
  ['javascript:alert(1)', '/'],
  ['/login?next=/login', '/'],
  ['', '/'],
])('after sign-in %j leads to %s', (next, path) => {
  expect(ownPath(next)).toBe(path);
});
