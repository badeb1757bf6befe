import { expect, test } from 'vitest';
import { findDirective, parseDirective } from './directives.ts';

test('a directive is found inside a message, the last one counts', () => {
  expect(findDirective('hello')).toBeNull();
  expect(findDirective('hello [[sim:hang')).toBeNull();
  expect(findDirective('hello [[sim:hang]] there')).toBe('hang');
  expect(findDirective('[[sim:hang]] [[sim:tokens=3]]')).toBe('tokens=3');
});

test('figures, words in quotes and one fault are read', () => {
  expect(parseDirective('tokens=40 tps=20 latency=0 stall times=2')).toEqual({
    tokens: 40,
    tokensPerSecond: 20,
    latencyMs: 0,
    fault: 'stall',
    times: 2,
  });
  expect(parseDirective('text="hola, ¿qué tal?" finish=length error=429 retry_after=3')).toEqual({
    text: 'hola, ¿qué tal?',
    finish: 'length',
    status: 429,
    retryAfter: '3',
  });
});

test.each(['hnag', 'tokens=', 'tokens=-1', 'tokens=x', 'speed=3', 'finish=bored', 'text="open'])(
  'a misspelt directive throws: %s',
  (directive) => {
    expect(() => parseDirective(directive)).toThrow();
  },
);
