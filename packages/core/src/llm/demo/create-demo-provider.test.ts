import { expect, test } from 'vitest';
import { type ChatMessage, createProviderRegistry, LlmProviderSettings } from '../index.ts';
import { composeReply } from './compose-reply.ts';
import { detectLanguage } from './detect-language.ts';

const provider = createProviderRegistry(LlmProviderSettings.parse({})).default;
const LUNA: ChatMessage = { role: 'system', content: 'You are Luna, who keeps a lighthouse.' };
const ATLAS: ChatMessage = { role: 'system', content: 'You are Atlas, a cartographer.' };
const talk = (system: ChatMessage, ...texts: string[]): ChatMessage[] => [
  system,
  ...texts.map((content, i): ChatMessage => ({ role: i % 2 === 0 ? 'user' : 'assistant', content })),
];
const generate = (
  messages: ChatMessage[],
  settings = {},
  signal = new AbortController().signal,
  onText = (_: string) => {},
) => provider.generate({ messages, model: 'demo-1', settings, signal }, onText);

test('it streams word by word what it returns, marked as an estimate of a demonstration', async () => {
  const pieces: string[] = [];
  const result = await generate(talk(LUNA, 'My garden is full of tomatoes'), {}, undefined, (piece) =>
    pieces.push(piece),
  );
  expect(pieces.join('')).toBe(result.text);
  expect(pieces.length).toBeGreaterThan(10);
  expect(result).toMatchObject({
    provider: 'demo',
    model: 'demo-1',
    finish_reason: 'stop',
    usage: { estimated: true },
  });
  expect(result.usage.total_tokens).toBe(result.usage.prompt_tokens + result.usage.completion_tokens);
});

test('the first reply says that no model is there, later ones do not', () => {
  expect(composeReply(talk(LUNA, 'Hello'))).toContain('this is a demonstration');
  expect(composeReply(talk(ATLAS, 'Hola'))).toContain('esto es una demostración');
  expect(composeReply(talk(LUNA, 'Hello', 'Hello, you.', 'How is the sea?'))).not.toMatch(/demonstration/);
});

test.each([
  ['Hola, ¿qué tal va el faro?', 'es'],
  ['quiero aprender a tocar la guitarra', 'es'],
  ['I want to learn the guitar', 'en'],
  ['hello!', 'en'],
  ['no', 'en'],
  ['12345', 'en'],
])('"%s" is %s', (text, language) => {
  expect(detectLanguage([text])).toBe(language);
});

test('a text that tells nothing is answered in the language of the one before', () => {
  expect(detectLanguage(['ok', 'me gusta mucho el mar'])).toBe('es');
});

test('it picks up the subject, and the one before', () => {
  const reply = composeReply(talk(LUNA, 'I planted tomatoes', 'That stays with me.', 'Now I am painting the balcony'));
  expect(reply).toContain('“painting”');
  expect(reply).toContain('“tomatoes”');
});

test('the two characters have different voices, and both speak Spanish', () => {
  const text = 'Estoy preparando un viaje a Lisboa';
  expect(composeReply(talk(LUNA, text))).not.toBe(composeReply(talk(ATLAS, text)));
  expect(composeReply(talk(ATLAS, text))).toContain('«Lisboa»');
});

test('the same input gives the same reply, and a repeated message another one', () => {
  const messages = talk(LUNA, 'I planted tomatoes');
  expect(composeReply(messages)).toBe(composeReply(messages));
  const first = composeReply(messages);
  const second = composeReply([
    ...messages,
    { role: 'assistant', content: first },
    { role: 'user', content: 'I planted tomatoes' },
  ]);
  expect(second).not.toBe(first);
});

test('it keeps to max_tokens and stop sequences', async () => {
  const cut = await generate(talk(LUNA, 'I planted tomatoes'), { max_tokens: 5 });
  expect(cut.text.trim().split(' ')).toHaveLength(5);
  expect(cut.finish_reason).toBe('length');
  const stopped = await generate(talk(LUNA, 'I planted tomatoes'), { stop_sequences: ['demonstration'] });
  expect(stopped.text).not.toContain('demonstration');
});

test('it can be stopped, and hostile input is only text', async () => {
  const stop = new AbortController();
  const pieces: string[] = [];
  const call = generate(talk(LUNA, 'hello there'), {}, stop.signal, (piece) => {
    pieces.push(piece);
    stop.abort();
  });
  await expect(call).rejects.toMatchObject({ kind: 'aborted' });
  expect(pieces).toHaveLength(1);
  for (const text of ['', '   ', '{topic}', '$&$1', '\ud83d', 'x'.repeat(50_000), 'ñ'.repeat(50_000)]) {
    expect(composeReply(talk(LUNA, text)).length).toBeLessThan(2_000);
  }
});
