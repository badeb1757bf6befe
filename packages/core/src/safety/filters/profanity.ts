import type { SafetySpan } from '@message-service/shared/safety';
import { DataSet, englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';
import { combineRisks, HARMLESS, type PreparedText, type SafetyFilter, spanOf, toResult } from '../filter.ts';
import { type Match, matchPatterns } from '../lexicon/match-patterns.ts';
import { toOriginal } from '../text/fold-text.ts';
import type { Pausable } from '../text/pausable.ts';
import { profanityPatterns } from './profanity-words.ts';

const matcher = new RegExpMatcher({
  ...new DataSet().addAll(englishDataset).build(),
  ...englishRecommendedTransformers,
});

const WINDOW = 1_024;
const OVERLAP = 32;
const ENOUGH = 30;
const RISK = { slur: 0.6, profanity: 0.2, mild_profanity: 0.1 } as const;
const DISGUISE_RISK = 0.12;
const MANY = 4;
const MANY_RISK = 0.25;

const stars = (text: string, { start, end }: { start: number; end: number }) => {
  const [first = ''] = text.slice(start, end);
  return `${first}***`;
};

const SLURS = new Set([
  'nigger',
  'nigga',
  'fag',
  'faggot',
  'tranny',
  'kike',
  'chink',
  'spic',
  'retard',
  'dyke',
  'paki',
]);

/** What the library knows, in windows, because it takes more than linear time for many matches at once. */
function* findByLibrary({ folded }: PreparedText): Pausable<SafetySpan[]> {
  const found: SafetySpan[] = [];
  for (let at = 0; at < folded.text.length && found.length < ENOUGH; at += WINDOW - OVERLAP) {
    yield;
    for (const match of matcher.getAllMatches(folded.text.slice(at, at + WINDOW), true)) {
      const { phraseMetadata } = englishDataset.getPayloadWithPhraseMetadata(match);
      const category = SLURS.has(phraseMetadata?.originalWord ?? '') ? 'slur' : 'profanity';
      found.push({ ...toOriginal(folded, at + match.startIndex, at + match.endIndex + 1), category });
    }
  }
  return found;
}

const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  a.start < b.end && b.start < a.end;

const judge = (text: PreparedText, spans: SafetySpan[], disguised: boolean, mask: boolean) => {
  const strong = spans.filter(({ category }) => category !== 'mild_profanity');
  const highest = Math.max(0, ...spans.map(({ category }) => RISK[category as keyof typeof RISK] ?? 0));
  const more = [...(disguised ? [DISGUISE_RISK] : []), ...(strong.length >= MANY ? [MANY_RISK] : [])];
  const result = toResult(
    combineRisks([highest, ...more]),
    mask ? spans.map((span) => ({ ...span, replacement: stars(text.folded.original, span) })) : spans,
  );
  return disguised ? { ...result, issues: [...result.issues, 'disguised'] } : result;
};

/** The library `obscenity` alone: English, whole or slightly altered words. Kept to measure what the second one adds. */
export const profanityFilter1: SafetyFilter = {
  name: 'profanity',
  version: 1,
  *apply(text, policy) {
    const spans = yield* findByLibrary(text);
    return spans.length === 0 ? HARMLESS : judge(text, spans, false, policy.mask_profanity);
  },
};

const isLetter = (character: string) => /\p{L}/u.test(character);
/** Said of bodies and schools as often as to shock. */
const ORDINARY = new Set(['sex', 'penis', 'vagina']);

/** Only what stands alone, and is no ordinary word: cumpleaños, Penistone and shiitake are none of the library's words. */
const standsAlone = ({ folded: { original } }: PreparedText, { start, end }: SafetySpan): boolean =>
  !isLetter(original.charAt(start - 1)) &&
  !isLetter(original.charAt(end)) &&
  !ORDINARY.has(original.slice(start, end).toLowerCase());

/** The library, as far as `keep` lets it, and both languages by own words. */
const byBoth = (version: number, keep: (text: PreparedText, span: SafetySpan) => boolean): SafetyFilter => ({
  name: 'profanity',
  version,
  *apply(text, policy) {
    const matches: Match[] = yield* matchPatterns(profanityPatterns, text.tokens);
    const placed = matches.map((match) => ({ ...match, ...spanOf(text, match) }));
    const innocent = placed.filter(({ category }) => category === 'innocent');
    const isCoarse = (span: { start: number; end: number }) => !innocent.some((other) => overlaps(span, other));
    const own = placed.filter((match) => match.category !== 'innocent' && isCoarse(match));
    const library = (yield* findByLibrary(text)).filter(
      (span) => keep(text, span) && isCoarse(span) && !own.some((other) => overlaps(span, other)),
    );
    const spans = [...own.map(({ start, end, category }) => ({ start, end, category })), ...library];
    const disguised = own.some((match) => match.disguised && match.category !== 'mild_profanity');
    return spans.length === 0 ? HARMLESS : judge(text, spans, disguised, policy.mask_profanity);
  },
});

/**
 * The library, and both languages by own words, also where letters are spaced, repeated, hidden, or replaced by figures
 * or look-alikes; names and sayings that only look coarse are let through.
 */
export const profanityFilter2: SafetyFilter = byBoth(2, () => true);

/** As the second one, but what the library finds within longer words, or in ordinary ones, no longer counts. */
export const profanityFilter3: SafetyFilter = byBoth(3, standsAlone);
