import type { Highlight } from '@message-service/shared/search';

const LENGTH = 240;
const LEAD = 60;

const isLow = (text: string, at: number) => {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
};

/** About 240 characters around the first match, cut between words where there are some, and the matches within them. */
export const excerptOf = (
  text: string,
  matches: readonly Highlight[],
): { excerpt: string; highlights: Highlight[] } => {
  const first = matches[0]?.start ?? 0;
  let from = Math.max(0, Math.min(first - LEAD, text.length - LENGTH));
  if (from > 0) {
    const space = text.slice(from, first).search(/\s/);
    if (space >= 0) from += space + 1;
    else if (isLow(text, from)) from--;
  }
  let to = Math.min(text.length, from + LENGTH);
  if (to < text.length && isLow(text, to)) to--;
  const before = from > 0 ? '…' : '';
  const shift = before.length - from;
  const highlights = matches
    .filter(({ start, end }) => start >= from && end <= to)
    .map(({ start, end }) => ({ start: start + shift, end: end + shift }));
  return { excerpt: before + text.slice(from, to) + (to < text.length ? '…' : ''), highlights };
};
