import { z } from 'zod';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TIME_CHARS = 8;
const RANDOM_CHARS = 14;

const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9]{9,64}$`), `expected ${prefix}_ and 9 to 64 letters or digits`);

export const MessageId = id('msg');
export type MessageId = z.infer<typeof MessageId>;
export const ConversationId = id('conv');
export type ConversationId = z.infer<typeof ConversationId>;
export const UserId = id('user');
export type UserId = z.infer<typeof UserId>;
export const CharacterId = id('char');
export type CharacterId = z.infer<typeof CharacterId>;

const encodeTime = (ms: number) => {
  let out = '';
  for (let rest = ms, i = 0; i < TIME_CHARS; i++, rest = Math.floor(rest / 62)) out = ALPHABET.charAt(rest % 62) + out;
  return out;
};

/**
 * A new id such as `msg_0VoTqK2aXb…`: the prefix, 8 base-62 characters of the time in milliseconds and 14 random ones
 * (83 bits). Ids made in different milliseconds sort by time under binary comparison.
 */
export const newId = (
  prefix: 'msg' | 'conv' | 'user' | 'char' | 'job' | 'sess' | 'evt' | 'alert' | 'filter' | 'call' | 'sum',
  nowMs = Date.now(),
): string => {
  let random = '';
  while (random.length < RANDOM_CHARS) {
    for (const byte of globalThis.crypto.getRandomValues(new Uint8Array(RANDOM_CHARS * 2))) {
      // 248 = 4 × 62: larger bytes would favour the first letters
      if (byte < 248 && random.length < RANDOM_CHARS) random += ALPHABET.charAt(byte % 62);
    }
  }
  return `${prefix}_${encodeTime(nowMs)}${random}`;
};
