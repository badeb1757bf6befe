import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CreateConversationInput } from '../conversations/index.ts';
import { CustomMetadata, MAX_MESSAGE_LENGTH, MessageText, SendMessageInput } from './index.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;
const message = (more: object) => ({ conversation_id: 'conv_000000001', content: { text: 'x' }, ...more });
const NOT_STORABLE = ['a\ud800', '\udc00a', '\ud83d \ude00', 'a\u0000b'];

describe('every text of a message', () => {
  test.each(NOT_STORABLE)('%j is refused wherever it stands', (bad) => {
    const places = [
      { content: { text: bad } },
      { client_metadata: { client_msg_id: bad } },
      { client_metadata: { client_version: bad } },
      { client_metadata: { session_id: bad } },
      { llm: { model: bad } },
      { llm: { stop_sequences: ['ok', bad] } },
      { custom_metadata: { a: bad } },
      { custom_metadata: { a: [{ b: [1, bad] }] } },
      { custom_metadata: { [bad]: 1 } },
      { custom_metadata: { a: { [bad]: 1 } } },
      { custom_metadata: { topics: [bad] } },
    ];
    expect(places.filter((more) => accepts(SendMessageInput, message(more)))).toEqual([]);
    const conversation = { character_id: 'char_luna00001' };
    for (const more of [{ title: bad }, { tags: [bad] }, { settings: { system_prompt: bad } }])
      expect(accepts(CreateConversationInput, { ...conversation, ...more })).toBe(false);
  });

  test('everything else is taken as it is', () => {
    const strings = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(strings, (text) => {
        fc.pre(text.trim() !== '' && !text.includes('\u0000'));
        expect(MessageText.parse(text)).toBe(text);
        expect(CustomMetadata.parse({ a: [text] })).toEqual({ a: [text] });
      }),
    );
  });
});

describe('MessageText', () => {
  test.each([
    ['white space only', ' \n\t\u3000', false],
    ['one character', 'a', true],
    ['one under the bound', '😀'.repeat(MAX_MESSAGE_LENGTH - 1), true],
    ['the bound in code points', '😀'.repeat(MAX_MESSAGE_LENGTH), true],
    ['one over the bound', `${'😀'.repeat(MAX_MESSAGE_LENGTH)}a`, false],
  ])('%s', (_name, text, fits) => expect(accepts(MessageText, text)).toBe(fits));
});

describe('CustomMetadata', () => {
  const sized = (bytes: number) => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) });
  test.each([
    ['16 KiB', sized(16_384), true],
    ['a byte more', sized(16_385), false],
    ['more bytes than characters', { a: 'é'.repeat(8_189) }, false],
    ['a key of 100', { ['k'.repeat(100)]: 1 }, true],
    ['a key of 101', { ['k'.repeat(101)]: 1 }, false],
    ['an empty key', { '': 1 }, false],
    ['$', { a: { $set: 1 } }, false],
    ['a dot', { 'a.b': 1 }, false],
    ['a name of every object', { a: [{ toString: 1 }] }, false],
    ['a type of the driver', { a: { _bsontype: 'Long' } }, false],
    ['a known key of its type', { sentiment: 'positive', confidence: 1, topics: ['x'], bookmarked: null }, true],
    ['a known key of another type', { sentiment: 'good' }, false],
    ['a share over 1', { confidence: 1.01 }, false],
    ['no JSON', { a: Number.NaN }, false],
  ])('%s', (_name, value, fits) => expect(accepts(CustomMetadata, value)).toBe(fits));
});
