import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitWindow } from './fit-window.ts';
import { type Stamped, stampOf, takeKnown } from './read-window.ts';
import { type Tokenizer, tokenizerOf } from './tokenizers.ts';

const estimate = tokenizerOf('unknown');
/** A token a character: limits are met exactly. */
const characters: Tokenizer = { name: 'estimate', estimated: true, count: async (text) => Array.from(text).length };
const CANARY = '🐤';
const STALE = '🥀';

const History = fc.record({
  /** The lengths of the texts, newest first; and of what is kept of each: as it is, as it was, or nothing. */
  messages: fc.array(
    fc.record({
      length: fc.oneof(fc.nat(40), fc.nat(400)),
      letter: fc.constantFrom('a', 'ñ', '漢', '👩', ' '),
      kept: fc.constantFrom('same', 'stale', 'none'),
    }),
    { minLength: 1, maxLength: 24 },
  ),
  foreign: fc.nat(5),
  prompt: fc.nat(300),
  size: fc.integer({ min: 1, max: 20 }),
  limit: fc.integer({ min: 2, max: 1_000 }),
  exact: fc.boolean(),
});

test('10,000 random histories: never over the limit or the size, newest without a gap, nothing stale or of others', async () => {
  const check = fc.asyncProperty(History, async ({ messages, foreign, prompt, size, limit, exact }) => {
    const tokenizer = exact ? characters : estimate;
    const docs = messages.map((message, i) => {
      const at = new Date(i);
      const doc: Stamped = {
        _id: `m${i}`,
        role: 'user',
        sequence_number: messages.length - i,
        timestamps: { created_at: at, received_at: at, last_modified_at: at },
      };
      return { ...message, doc, text: message.letter.repeat(message.length) };
    });
    const kept = docs.flatMap(({ doc, kept: how, text }) => {
      const { _id: message_id, sequence_number, role } = doc;
      const turn = { message_id, sequence_number, role };
      if (how === 'none') return [];
      return how === 'same'
        ? [{ ...turn, text, stamp: stampOf(doc) }]
        : [{ ...turn, text: STALE, stamp: `${stampOf(doc)}0` }];
    });
    const others = Array.from({ length: foreign }, (_, i) => ({
      message_id: `other${i}`,
      sequence_number: i + 1,
      role: 'user' as const,
      text: CANARY,
      stamp: '0.0',
    }));
    const stamped = docs.map(({ doc }) => doc);
    const window = { conversation_id: 'conv', tokenizer: 'estimate', turns: [...others, ...kept] };
    const known = takeKnown(stamped, window, 'estimate');
    const turns = docs.map(({ doc, text }) => {
      const { _id: message_id, sequence_number, role } = doc;
      return known.get(doc._id) ?? { message_id, sequence_number, role, text };
    });
    const fitted = await fitWindow('p'.repeat(prompt), turns, { size, limit, tokenizer });
    const sent = fitted.sent.map(({ sequence_number }) => sequence_number);
    const all = [fitted.prompt, ...fitted.sent];
    const counted = await Promise.all(all.map(({ text }) => tokenizer.count(text)));
    expect(fitted.tokens).toBe(counted.reduce((sum, tokens) => sum + tokens, 0));
    expect(fitted.tokens).toBeLessThanOrEqual(limit);
    expect(sent.length).toBeLessThanOrEqual(size);
    expect(sent).toEqual(
      docs
        .slice(0, sent.length)
        .map(({ doc }) => doc.sequence_number)
        .toReversed(),
    );
    expect(sent.at(-1)).toBe(messages.length);
    expect(sent.length + fitted.over_limit.length).toBe(Math.min(size, messages.length));
    const joined = all.map(({ text }) => text).join('');
    expect(joined.includes(CANARY) || joined.includes(STALE)).toBe(false);
  });
  await fc.assert(check, { numRuns: 10_000 });
}, 60_000);

test('the message itself is always sent, its end cut off where it alone is too long; the prompt leaves room for it', async () => {
  const turn = { message_id: 'm', sequence_number: 3, role: 'user' as const, text: '👩'.repeat(300) };
  const older = { ...turn, sequence_number: 2, text: 'older' };
  const options = { size: 20, limit: 100, tokenizer: characters };
  const { prompt, sent, over_limit, tokens } = await fitWindow('p'.repeat(400), [turn, older], options);
  expect(prompt).toMatchObject({ cut: true, tokens: 71 });
  expect(sent).toMatchObject([{ sequence_number: 3, cut: true }]);
  expect(sent[0]?.text).toMatch(/^(👩)+$/u);
  expect(tokens).toBeLessThanOrEqual(100);
  expect(over_limit).toEqual([2]);
});
