import { expect, test } from 'vitest';
import { tokenizerOf } from './tokenizers.ts';

test.each([
  ['gpt-4o-mini', 'o200k_base', false],
  ['gpt-4.1', 'o200k_base', false],
  ['gpt-5-nano', 'o200k_base', false],
  ['o3', 'o200k_base', false],
  ['openai/gpt-oss-20b', 'o200k_base', false],
  ['gpt-4-turbo', 'cl100k_base', false],
  ['gpt-3.5-turbo', 'cl100k_base', false],
  ['meta-llama/Llama-3.1-8B-Instruct', 'llama3', false],
  ['llama-3.2-3b-instruct', 'llama3', false],
  ['llama3.3:70b', 'llama3', false],
  ['meta-llama/llama-4-scout', 'estimate', true],
  ['llama-2-7b-chat', 'estimate', true],
  ['claude-sonnet-4-5', 'estimate', true],
  ['google/gemma-3-12b', 'estimate', true],
  ['demo-1', 'estimate', true],
])('%s is counted by %s', (model, name, estimated) => expect(tokenizerOf(model)).toMatchObject({ name, estimated }));

// the expected figures are tiktoken's own
test('a vocabulary counts as the model does; what looks like its special tokens is text', async () => {
  const { count } = tokenizerOf('gpt-4o');
  expect(await count('')).toBe(0);
  expect(await count('hello world')).toBe(2);
  expect(await count('<|endoftext|>')).toBeGreaterThan(1);
  expect(await count('The quick brown fox jumps over the lazy dog. '.repeat(1_000))).toBe(10_001);
});

// the expected figures are those of Meta's own tokenizer
test("Llama 3's vocabulary counts as its models do; its special tokens are text as well", async () => {
  const { count } = tokenizerOf('llama-3.1-8b-instruct');
  expect(await count('hello world')).toBe(2);
  expect(await count('grabbed')).toBe(2);
  expect(await count('<|begin_of_text|>')).toBeGreaterThan(1);
  expect(await count('The quick brown fox jumps over the lazy dog. '.repeat(1_000))).toBe(10_001);
  expect(await count('a'.repeat(50_000))).toBeGreaterThan(6_000);
});

test('50,000 characters without a space let others have their turn meanwhile', async () => {
  const { count } = tokenizerOf('gpt-4o');
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  expect(await count('a'.repeat(50_000))).toBe(6_250);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(1);
  expect(await count('👩‍🚀'.repeat(2_000))).toBeLessThan(12_000);
  expect(await count('\uD83D'.repeat(600))).toBeGreaterThan(0);
});
