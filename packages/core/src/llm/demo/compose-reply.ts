import type { ChatMessage } from '../provider.ts';
import { atlasEn } from './atlas-en.ts';
import { atlasEs } from './atlas-es.ts';
import { detectLanguage } from './detect-language.ts';
import { lunaEn } from './luna-en.ts';
import { lunaEs } from './luna-es.ts';
import { pickTopic } from './pick-topic.ts';
import { readIntent } from './read-intent.ts';
import type { Voice } from './voice.ts';
import type { Language } from './words.ts';

const VOICES: Record<'luna' | 'atlas', Record<Language, Voice>> = {
  luna: { en: lunaEn, es: lunaEs },
  atlas: { en: atlasEn, es: atlasEs },
};
const RECENT_TURNS = 4;

/** 32-bit FNV-1a. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

const createPicker = (seed: number, recent: string) => {
  let draws = 0;
  return (phrases: readonly string[], words: Record<string, string> = {}): string => {
    const start = (seed >>> (3 * draws++)) % phrases.length;
    const filled = phrases.map((phrase) => phrase.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole));
    const turned = [...filled.slice(start), ...filled.slice(0, start)];
    return turned.find((phrase) => !recent.includes(phrase)) ?? turned[0] ?? '';
  };
};

/**
 * Composes a reply out of phrases: in the language of the user's text, in the voice of the character whose name stands in
 * the system prompt, around the subject of this message and of the one before. The same input gives the same reply.
 */
export const composeReply = (messages: ChatMessage[]): string => {
  const users = messages.filter((message) => message.role === 'user').map((message) => message.content);
  const answers = messages.filter((message) => message.role === 'assistant').map((message) => message.content);
  const system = messages.find((message) => message.role === 'system')?.content ?? '';
  const current = users.at(-1) ?? '';
  const before = users.slice(-RECENT_TURNS, -1).reverse();

  const voice = VOICES[/\batlas\b/i.test(system) ? 'atlas' : 'luna'][detectLanguage([current, ...before])];
  const pick = createPicker(hash(`${users.length}|${current}`), answers.slice(-RECENT_TURNS).join('\n'));
  const intent = readIntent(current);
  const topic = pickTopic(current);
  const earlier = before.map(pickTopic).find((word) => word !== null && word !== topic);
  const brief = intent === 'greeting' || intent === 'thanks' || intent === 'farewell';

  const sentences = [pick(voice.open[intent])];
  if (topic && !brief) sentences.push(pick(voice.about, { topic }));
  if (earlier && !brief) sentences.push(pick(voice.earlier, { earlier }));
  if (intent !== 'farewell') sentences.push(pick(voice.ask));
  if (answers.length === 0) sentences.unshift(voice.notice);
  return sentences.join(' ');
};
