import { combineRisks, HARMLESS, type PreparedText, type SafetyFilter, spanOf, toResult } from '../filter.ts';
import type { Patterns } from '../lexicon/compile-patterns.ts';
import { type Match, matchPatterns } from '../lexicon/match-patterns.ts';
import type { Token } from '../text/tokens.ts';
import { NEGATIONS, PLAYFUL, PROTECTING, REPORTING, toxicityPatterns } from './toxicity-words.ts';
import { toxicityPatterns2 } from './toxicity-words-2.ts';

const REACH = 3;
const NEAR = 12;
const LEAST = 0.2;
const REPORTED = 0.35;
const IN_PLAY = 0.4;
const DISGUISE = 0.05;

/** Whether a word of `set` stands in the `count` tokens before a match, or in it. */
const hasBefore = (tokens: readonly Token[], match: Match, count: number, set: ReadonlySet<string>) =>
  tokens.slice(Math.max(0, match.first - count), match.first).some(({ word }) => set.has(word));
const hasAround = (tokens: readonly Token[], match: Match, set: ReadonlySet<string>) =>
  tokens.slice(Math.max(0, match.first - NEAR), match.after + NEAR).some(({ word }) => set.has(word));
const hasInside = (tokens: readonly Token[], match: Match, set: ReadonlySet<string>) =>
  tokens.slice(match.first + 1, match.after).some(({ word }) => set.has(word));

/** Categories that somebody who means them says of himself: negation turns them into what they ask about. */
const OWN_NEGATION = new Set(['self_harm_encouragement', 'self_harm_risk', 'hate']);

const weigh = (tokens: readonly Token[], match: Match): number => {
  const { category } = match;
  const negated =
    hasBefore(tokens, match, REACH, NEGATIONS) ||
    (!OWN_NEGATION.has(category) && category !== 'sexual_minors' && hasInside(tokens, match, NEGATIONS));
  const negates = category === 'threat' || category === 'insult' || category === 'self_harm_encouragement';
  if (negated && negates && !startsNegated(tokens, match)) return 0;
  let risk = match.risk;
  if (category !== 'self_harm_risk' && hasBefore(tokens, match, NEAR / 2, REPORTING)) risk *= REPORTED;
  if (
    (category === 'sexual_minors' || category === 'dangerous' || category === 'hate') &&
    hasAround(tokens, match, PROTECTING)
  ) {
    risk *= REPORTED;
  }
  if ((category === 'threat' || category === 'insult') && hasAround(tokens, match, PLAYFUL)) risk *= IN_PLAY;
  return match.disguised && risk > 0 ? combineRisks([risk, DISGUISE]) : risk;
};

/** A pattern that itself begins with a negation, such as "nobody likes you", is not turned round by it. */
const startsNegated = (tokens: readonly Token[], match: Match) => NEGATIONS.has(tokens[match.first]?.word ?? '');

const REPEATED = 0.15;

const scoreMatches = (text: PreparedText, matches: readonly Match[]) => {
  const placed = matches.map((match) => ({ ...match, ...spanOf(text, match) }));
  const harmless = placed.filter(({ category }) => category === 'harmless');
  return placed
    .filter(
      ({ category, start, end }) =>
        category !== 'harmless' && !harmless.some((one) => one.start < end && start < one.end),
    )
    .map((match) => ({ ...match, risk: weigh(text.tokens, match) }))
    .filter(({ risk }) => risk >= LEAST);
};

/**
 * Threats, insults, hate, encouragement of self-harm, the wish to harm oneself (which asks for help, not for a block),
 * sexual content about minors and instructions for weapons, by patterns of words in Spanish and English. It weighs who is
 * meant, negation, quotation and play; it has no understanding of a text beyond that.
 */
const byWords = (version: number, sets: readonly Patterns[]): SafetyFilter => ({
  name: 'toxicity',
  version,
  *apply(text) {
    const matches: Match[] = [];
    for (const patterns of sets) matches.push(...(yield* matchPatterns(patterns, text.tokens)));
    const scored = scoreMatches(text, matches);
    if (scored.length === 0) return HARMLESS;
    const highest = Math.max(...scored.map(({ risk }) => risk));
    const categories = new Set(scored.map(({ category }) => category));
    const places = new Set(scored.map(({ start }) => start));
    const more = categories.size > 1 || places.size > 2 ? [REPEATED] : [];
    const onlyOwn = categories.size === 1 && categories.has('self_harm_risk');
    const spans = scored.map(({ start, end, category }) => ({ start, end, category }));
    return toResult(combineRisks([highest, ...(onlyOwn ? [] : more)]), spans);
  },
});

export const toxicityFilter1 = byWords(1, [toxicityPatterns]);
/** The first one, and more ways to say the same. */
export const toxicityFilter2 = byWords(2, [toxicityPatterns, toxicityPatterns2]);
