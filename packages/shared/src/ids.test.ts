import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CharacterId, ConversationId, MessageId, newId, UserId } from './ids.ts';

/** Until the year 8888, when eight base-62 characters are full. */
const times = fc.integer({ min: 0, max: 62 ** 8 - 1 });

test('ids of different milliseconds sort by time under binary comparison', () => {
  fc.assert(
    fc.property(times, times, (a, b) => {
      fc.pre(a !== b);
      expect(newId('msg', a) < newId('msg', b)).toBe(a < b);
    }),
  );
  for (const edge of [61, 62 ** 2 - 1, 62 ** 7 - 1]) expect(newId('msg', edge) < newId('msg', edge + 1)).toBe(true);
});

test('every id fits the schema of its kind, and of no other', () => {
  const schemas = { msg: MessageId, conv: ConversationId, user: UserId, char: CharacterId };
  for (const prefix of ['msg', 'conv', 'user', 'char'] as const) {
    const fitting = Object.entries(schemas).filter(([, schema]) => schema.safeParse(newId(prefix)).success);
    expect(fitting.map(([name]) => name)).toEqual([prefix]);
  }
});

test('ids of one millisecond are all different and use the whole alphabet', () => {
  const ids = Array.from({ length: 5_000 }, () => newId('msg', 0));
  expect(new Set(ids).size).toBe(5_000);
  expect(new Set(ids.flatMap((id) => [...id.slice('msg_'.length + 8)])).size).toBe(62);
});

test.each([
  'msg_12345678',
  `msg_${'a'.repeat(65)}`,
  'msg_12345678-',
  'MSG_123456789',
  ' msg_123456789',
  'msg_123456789\n',
])('%j is no id of a message', (text) => expect(MessageId.safeParse(text).success).toBe(false));
