import type { AuditEntry } from './audit-log.ts';

const MAX_TERMS = 60;
const MAX_LENGTH = 80;

/** The words of a text, lower-cased; ids stay whole. */
export const toTerms = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_@-]+/u)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, MAX_LENGTH));

const textsIn = (facts: AuditEntry['details'] | null) =>
  Object.values(facts ?? {}).flatMap((value) =>
    Array.isArray(value) ? value : typeof value === 'string' ? [value] : [],
  );

type Source = Pick<AuditEntry, 'action' | 'actor' | 'target' | 'details'> &
  Required<Pick<AuditEntry, 'before' | 'after' | 'origin'>>;

/** By what an entry is found: at most 60 words of its action, target, actor, trace id and facts. */
export const termsOf = ({ action, actor, target, details, before, after, origin }: Source): string[] => {
  const ids = [action, target.id, actor.user_id, origin?.trace_id ?? ''].map((id) => id.toLowerCase());
  const texts = [action, target.type, ...textsIn(details), ...textsIn(before), ...textsIn(after)];
  const words = [...ids.filter(Boolean).map((id) => id.slice(0, MAX_LENGTH)), ...texts.flatMap(toTerms)];
  return [...new Set(words)].slice(0, MAX_TERMS);
};
