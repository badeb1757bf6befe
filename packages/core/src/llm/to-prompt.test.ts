import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatMessage } from './provider.ts';
import { toPrompt, toTurns } from './to-prompt.ts';

const turn = (role: ChatMessage['role'], content: string): ChatMessage => ({ role, content });

test('a conversation in order is sent as it is', () => {
  const messages = [turn('system', 's'), turn('user', 'a'), turn('assistant', 'b'), turn('user', 'c')];
  expect(toTurns(messages)).toEqual(messages);
  expect(toPrompt(messages).slice(0, 2)).toEqual([
    { role: 'system', content: 's' },
    { role: 'user', content: [{ type: 'text', text: 'a' }] },
  ]);
});

test('neighbours of one role are joined, blanks left out, system prompts put first', () => {
  expect(
    toTurns([turn('user', 'a'), turn('user', 'b'), turn('assistant', ' '), turn('system', 's'), turn('user', 'c')]),
  ).toEqual([turn('system', 's'), turn('user', 'a\n\nb\n\nc')]);
});

test('a window that begins with an answer gets a turn of the user before it', () => {
  expect(toTurns([turn('system', 's'), turn('assistant', 'b'), turn('user', 'c')]).map(({ role }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'user',
  ]);
});

test('whatever comes in, roles alternate, begin with the user and no text is lost', () => {
  const message = fc.record({
    role: fc.constantFrom('system', 'user', 'assistant'),
    content: fc.string({ minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const turns = toTurns(messages as ChatMessage[]);
      const spoken = turns.filter(({ role }) => role !== 'system');
      spoken.forEach(({ role }, i) => {
        expect(role).toBe(i % 2 === 0 ? 'user' : 'assistant');
      });
      for (const { content } of messages) {
        if (content.trim() !== '') expect(turns.some((one) => one.content.includes(content))).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});
