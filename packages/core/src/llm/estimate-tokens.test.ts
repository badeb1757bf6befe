import { expect, test } from 'vitest';
import { estimateTokens } from './index.ts';

test.each([
  ['', 0],
  ['a', 1],
  ['four', 1],
  ['fives', 2],
  ['你好世界', 4],
  ['👩‍🚀', 3],
  ['hola señor', 4],
])('%j comes to %i tokens', (text, tokens) => expect(estimateTokens(text)).toBe(tokens));
