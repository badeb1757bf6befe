import { expect, test } from 'vitest';
import { findMismatches } from './reconcile.ts';

test('counts that agree are no mismatch', () => {
  expect(findMismatches({ counts: { 'answered 202': 10, stored: 10, queued: 10 }, otherAnswers: {} })).toEqual([]);
});

test('each count that differs from the answers is named', () => {
  expect(findMismatches({ counts: { 'answered 202': 10, stored: 11, queued: 9 }, otherAnswers: {} })).toEqual([
    'answered 202 10, but stored 11',
    'answered 202 10, but queued 9',
  ]);
});

test('other answers count even when the rest agrees', () => {
  expect(findMismatches({ counts: { 'answered 202': 3, stored: 3 }, otherAnswers: { 503: 2, error: 1 } })).toEqual([
    '2 × 503',
    '1 × error',
  ]);
});

test('a turn in which nothing happened is not one that agrees', () => {
  expect(findMismatches({ counts: { 'answered 202': 0, stored: 0 }, otherAnswers: {} })).toEqual(['nothing was done']);
});
