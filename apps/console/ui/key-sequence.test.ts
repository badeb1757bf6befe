import { expect, test } from 'vitest';
import { advance, type KeyState, start } from './key-sequence';

const sequences = [['g', 'o'], ['g', 'c'], ['j'], ['mod+k'], ['j']];

const press = (keys: string[], gapMs = 100) => {
  let state: KeyState = start;
  return keys.map((key, index) => {
    const step = advance(state, key, index * gapMs, sequences);
    state = step.state;
    return step.match;
  });
};

test('one key runs at once, and of two equal ones the last', () => {
  expect(press(['j'])).toEqual([4]);
  expect(press(['mod+k'])).toEqual([3]);
});

test('two keys in order run on the second', () => {
  expect(press(['g', 'o', 'g', 'c'])).toEqual([null, 0, null, 1]);
});

test('a key that leads nowhere starts over, and counts as a first key', () => {
  expect(press(['g', 'x', 'o'])).toEqual([null, null, null]);
  expect(press(['g', 'j'])).toEqual([null, 4]);
  expect(press(['g', 'g', 'o'])).toEqual([null, null, 0]);
});

test('a long pause forgets what was pressed', () => {
  expect(press(['g', 'o'], 2_000)).toEqual([null, null]);
});
