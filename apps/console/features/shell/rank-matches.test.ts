import { expect, test } from 'vitest';
import { rankMatches } from './rank-matches';

const labels = ['Conversations', 'Overview', 'New conversation', 'Queues', 'Sesión', 'Sign out'];
const rank = (query: string) => rankMatches(labels, query, (label) => label);

test('an empty query keeps everything in its order', () => {
  expect(rank('  ')).toEqual(labels);
});
test('the start counts most, then a word, then the inside', () => {
  expect(rank('conv')).toEqual(['Conversations', 'New conversation']);
  expect(rank('out')).toEqual(['Sign out']);
  expect(rank('ver')).toEqual(['Conversations', 'Overview', 'New conversation']);
});
test('letters in order are enough', () => {
  expect(rank('qus')).toEqual(['Queues']);
});
test('accents and case do not count', () => {
  expect(rank('SESION')).toEqual(['Sesión']);
});
test('nothing matches nothing', () => {
  expect(rank('zzz')).toEqual([]);
});
