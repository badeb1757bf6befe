import type { SafetyFinding } from '@message-service/shared/safety';

/** A piece of a text and what was found there. */
export type Piece = { text: string; categories: readonly string[]; start: number };

type Span = { start: number; end: number; category: string };

export const spansOf = (findings: readonly SafetyFinding[]): Span[] =>
  findings.flatMap(({ spans }) => spans.map(({ start, end, category }) => ({ start, end, category })));

/** The text in pieces, cut where something that was found begins or ends; joined they are the text. */
export const cutText = (text: string, spans: readonly Span[]): Piece[] => {
  const cuts = new Set([0, text.length]);
  const within = spans.filter(({ start, end }) => start >= 0 && start < end && end <= text.length);
  for (const { start, end } of within) cuts.add(start).add(end);
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, index) => {
    const end = places[index + 1] ?? text.length;
    const over = within.filter((span) => span.start <= start && span.end >= end);
    return { text: text.slice(start, end), start, categories: [...new Set(over.map(({ category }) => category))] };
  });
};
