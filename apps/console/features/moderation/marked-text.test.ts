import { expect, test } from 'vitest';
import { cutText, spansOf } from './marked-text.ts';

test('a text is cut where something was found, overlaps carry both, and nothing of it is lost', () => {
  const text = 'I will kill you, idiot';
  const spans = [
    { start: 0, end: 15, category: 'threat' },
    { start: 7, end: 11, category: 'violence' },
    { start: 17, end: 22, category: 'insult' },
    { start: 30, end: 40, category: 'outside' },
  ];
  const pieces = cutText(text, spans);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(pieces.map(({ text: part, categories }) => [part, categories.join('+')])).toEqual([
    ['I will ', 'threat'],
    ['kill', 'threat+violence'],
    [' you', 'threat'],
    [', ', ''],
    ['idiot', 'insult'],
  ]);
  expect(cutText('', [])).toEqual([]);
  expect(spansOf([{ filter: 'toxicity', version: 1, risk: 1, issues: [], spans }])).toEqual(spans);
});
