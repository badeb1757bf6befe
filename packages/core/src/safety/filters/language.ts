import type { SafetySpan } from '@message-service/shared/safety';
import { eld } from 'eld/extrasmall';
import { combineRisks, type PreparedText, type SafetyFilter, toResult } from '../filter.ts';
import { isLookalike } from '../text/fold-character.ts';
import { toOriginal } from '../text/fold-text.ts';
import { CHUNK, type Pausable } from '../text/pausable.ts';

const words = (list: string) => new Set(list.split(' '));
const SPANISH = words(
  'el la los las un una unos unas de del y que en es son no si se lo le les me te nos mi tu su mis tus sus por para con sin pero como cuando donde porque esta este esto eso ese esa muy mas hay fue era soy eres estoy estas hola gracias hoy ayer quiero puedo tengo hacer todo nada algo yo ella ellos usted vosotros ahora siempre nunca tambien aqui ya vete voy va ser vida bien buenas buenos dias noches tio amigo ayuda',
);
const ENGLISH = words(
  'the a an of and to in is are was were it its that this these those you your i im my me we our they them he she his her not no do does did dont have has had will would can could should with for on at from by but or if so what when where why how who there here just like get got please thanks hello hi yes all any some more very now then than up out about go going want need know think good',
);

const SAMPLE = 500;
const MIN_LETTERS = 3;

/** The beginning, the middle and the end: three samples of 500 characters tell the language of any text. */
const sampleOf = (text: string): string => {
  if (text.length <= 3 * SAMPLE) return text;
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, SAMPLE), text.slice(middle, middle + SAMPLE), text.slice(-SAMPLE)].join(' ');
};

const VOTES = 400;
const CLOSE = 0.94;
const SURE_VOTES = 0.25;

const isForeignScript = (text: string) => !/\p{Script=Latin}/u.test(sampleOf(text));

/** ISO 639-1; undefined when it cannot be told. The library, corrected by function words where a text is short. */
const detectLanguage = ({ folded, tokens }: PreparedText): string | undefined => {
  const own = tokens.slice(0, VOTES).filter(({ from }) => from < folded.decodedFrom);
  if (own.reduce((sum, { word }) => sum + word.length, 0) < MIN_LETTERS) return undefined;
  const spanish = own.filter(({ word }) => SPANISH.has(word)).length;
  const english = own.filter(({ word }) => ENGLISH.has(word)).length;
  const marks = /[¿¡ñÑ]/.test(sampleOf(folded.original)) ? 1 : 0;
  const scores = Object.entries(eld.detect(sampleOf(folded.original)).getScores()).toSorted((a, b) => b[1] - a[1]);
  const [best] = scores;
  const scoreOf = (language: string) => scores.find(([name]) => name === language)?.[1] ?? 0;
  const lead = spanish + marks - english;
  const wanted = lead > 0 ? 'es' : lead < 0 ? 'en' : undefined;
  const share = Math.abs(lead) / own.length;
  if (wanted && (share >= SURE_VOTES || !best || scoreOf(wanted) >= best[1] * CLOSE)) return wanted;
  if (!best) return undefined;
  const close = own.length <= 4 ? ['es', 'en'].find((language) => scoreOf(language) >= best[1] * CLOSE) : undefined;
  return close ?? (own.length >= 4 || isForeignScript(folded.original) ? best[0] : undefined);
};

const MAX_WORD = 128;
const isLatin = (character: string) => /\p{Script=Latin}/u.test(character);

/** Words in which Latin letters and their look-alikes of another script stand side by side. */
function* findMixedWords({ folded, tokens }: PreparedText): Pausable<{ start: number; end: number }[]> {
  const found: { start: number; end: number }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (index % (CHUNK / 4) === 0) yield;
    const { start, end } = toOriginal(folded, token.from, token.to);
    if (end - start > MAX_WORD || token.from >= folded.decodedFrom) continue;
    const letters = [...folded.original.slice(start, end)];
    if (letters.some((one) => one > '\u007f' && isLookalike(one)) && letters.some(isLatin)) found.push({ start, end });
    if (found.length >= 20) break;
  }
  return found;
}

const VOWELS = /[aeiouyáéíóúü]/g;
const MIN_GIBBERISH = 12;

/** Latin letters without the vowels that any word has: a hand that fell on the keyboard. */
const isGibberish = (tokens: PreparedText['tokens']): boolean => {
  const long = tokens.slice(0, VOTES).filter(({ word }) => /^[a-z]{5,}$/.test(word));
  const letters = long.reduce((sum, { word }) => sum + word.length, 0);
  if (letters < MIN_GIBBERISH || long.length < tokens.length / 2) return false;
  const odd = long.filter(({ word }) => {
    const vowels = word.match(VOWELS)?.length ?? 0;
    return vowels / word.length < 0.2 || /[^aeiouy]{6}/.test(word);
  });
  return odd.length >= long.length * 0.6;
};

const FEW_HIDDEN = 2;
const RISKS = { mixed_scripts: 0.3, hidden_characters: 0.25, unsupported_language: 0.1, gibberish: 0.1 };

/** Tells the language, and what is written so that readers and filters see different things. */
export const languageFilter: SafetyFilter = {
  name: 'language',
  version: 1,
  *apply(text, { languages }) {
    const { original, invisible } = text.folded;
    const language = detectLanguage(text);
    const mixed = yield* findMixedWords(text);
    const whole = { start: 0, end: original.length };
    const spans: SafetySpan[] = mixed.map((span) => ({ ...span, category: 'mixed_scripts' }));
    if (invisible > FEW_HIDDEN) spans.push({ ...whole, category: 'hidden_characters' });
    if (isGibberish(text.tokens)) spans.push({ ...whole, category: 'gibberish' });
    else if (language && languages.length > 0 && !languages.includes(language) && text.tokens.length >= 4) {
      spans.push({ ...whole, category: 'unsupported_language' });
    }
    const categories = [...new Set(spans.map(({ category }) => category))];
    const risk = combineRisks(categories.map((category) => RISKS[category as keyof typeof RISKS]));
    return { ...toResult(risk, spans, categories), ...(language ? { language } : {}) };
  },
};
