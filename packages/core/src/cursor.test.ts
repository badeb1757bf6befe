import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const SHAPE = /^(\d{1,15})\.(msg_[A-Za-z0-9]{9,64})$/;

test('a cursor comes back as it was made', () => {
  expect(decodeCursor(encodeCursor('17.msg_000000001'), SHAPE)).toEqual(['17', 'msg_000000001']);
});

test.each(['', '!', 'AAAA', encodeCursor('17'), encodeCursor('x.msg_000000001'), encodeCursor('17.msg_000000001\n')])(
  '%j is refused',
  (cursor) => expect(() => decodeCursor(cursor, SHAPE)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' })),
);
