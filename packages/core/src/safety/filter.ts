import { MAX_SPANS, type SafetyFilterName, type SafetyPolicy, type SafetySpan } from '@message-service/shared/safety';
import type { Match } from './lexicon/match-patterns.ts';
import { type FoldedText, foldText, toOriginal } from './text/fold-text.ts';
import type { Pausable } from './text/pausable.ts';
import { type Token, tokenize } from './text/tokens.ts';

/** A text as the filters read it: prepared once, for all of them. */
export type PreparedText = { folded: FoldedText; tokens: readonly Token[] };

export type FilterResult = {
  issues: string[];
  /** 0 is harmless, 1 certain harm. */
  risk: number;
  /** In UTF-16 code units of the original text, in order of their start; at most 50. */
  spans: SafetySpan[];
  /** Everything that stands otherwise in the sanitised text, however much. */
  replacements: readonly SafetySpan[];
  /** Of the language filter: ISO 639-1. */
  language?: string;
};

/** A pure function over a text. A change that judges differently is a new version beside the old one. */
export type SafetyFilter = {
  name: SafetyFilterName;
  version: number;
  apply(text: PreparedText, policy: SafetyPolicy): Pausable<FilterResult>;
};

export function* prepareText(text: string): Pausable<PreparedText> {
  const folded = yield* foldText(text);
  const tokens = yield* tokenize(folded);
  return { folded, tokens };
}

export const HARMLESS: FilterResult = { issues: [], risk: 0, spans: [], replacements: [] };

/** The risk of several independent signs: 1 − Π(1 − risk). */
export const combineRisks = (risks: readonly number[]): number => {
  const none = risks.reduce((left, risk) => left * (1 - Math.min(1, Math.max(0, risk))), 1);
  return Math.round((1 - none) * 1_000) / 1_000;
};

/** Spans in order, without those that lie inside an earlier one of the same category. */
export const tidySpans = (spans: readonly SafetySpan[]): SafetySpan[] => {
  const ordered = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const ends = new Map<string, number>();
  const kept: SafetySpan[] = [];
  for (const span of ordered) {
    if (kept.length === MAX_SPANS) break;
    if (span.end <= (ends.get(span.category) ?? -1)) continue;
    ends.set(span.category, span.end);
    kept.push(span);
  }
  return kept;
};

/** The text with every span that has a replacement replaced; of two that overlap the first. */
export const applyReplacements = (text: string, spans: readonly SafetySpan[]): string | undefined => {
  const wanted = spans.filter(({ replacement }) => replacement !== undefined).toSorted((a, b) => a.start - b.start);
  if (wanted.length === 0) return undefined;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, replacement = '' } of wanted) {
    if (start < at) continue;
    pieces.push(text.slice(at, start), replacement);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
};

/** Where a match of patterns stands in the original. */
export const spanOf = ({ folded, tokens }: PreparedText, match: Match): { start: number; end: number } => {
  const from = tokens[match.first]?.from ?? 0;
  const to = tokens[match.after - 1]?.to ?? from;
  return toOriginal(folded, from, to);
};

/** The result of spans whose issues are their categories. */
export const toResult = (risk: number, spans: readonly SafetySpan[], issues?: readonly string[]): FilterResult => {
  const tidy = tidySpans(spans);
  return {
    risk,
    spans: tidy,
    issues: [...new Set(issues ?? tidy.map(({ category }) => category))],
    replacements: spans.filter(({ replacement }) => replacement !== undefined),
  };
};
