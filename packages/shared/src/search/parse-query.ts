import { MessageRole, MessageStatus } from '../messages/schema.ts';
import type { SearchFilters, SearchGroup, SearchQuery, SearchTerm } from './schema.ts';

/** What cannot be understood, and where in the text: UTF-16 positions, `end` not included. */
export type QueryFault = { start: number; end: number; message: string };
export type ParsedQuery = { query: SearchQuery; faults: QueryFault[] };

/** The operators of the query language. */
export const SEARCH_OPERATORS = [
  ...(['from', 'conversation', 'role', 'status', 'flag', 'model'] as const),
  ...(['provider', 'topic', 'before', 'after', 'cost'] as const),
] as const;
export type SearchOperator = (typeof SEARCH_OPERATORS)[number];

const MOST_TERMS = 20;
const MOST_LETTERS = 200;

type Token = {
  start: number;
  end: number;
  negated: boolean;
  operator?: SearchOperator;
  /** Quotes and the star taken off. */
  value: string;
  kind: SearchTerm['kind'];
};

const TOKEN = /(-(?!-))?(?:([a-z]+):)?(?:"([^"]*)("?)|([^\s"]+))/gu;

const isOperator = (name: string): name is SearchOperator => SEARCH_OPERATORS.some((known) => known === name);

const readTokens = (text: string, faults: QueryFault[]): Token[] =>
  [...text.matchAll(TOKEN)].map((match) => {
    const [whole, minus, name, quoted, closing, bare = ''] = match;
    const start = match.index;
    const end = start + whole.length;
    if (quoted !== undefined && closing === '')
      faults.push({ start, end, message: 'the quotation mark is not closed' });
    const named = name ?? (bare.endsWith(':') ? bare.slice(0, -1) : undefined);
    const known = named !== undefined && isOperator(named) ? named : undefined;
    if (known && name === undefined)
      return { start, end, negated: minus !== undefined, operator: known, value: '', kind: 'word' };
    const unknown = name !== undefined && known === undefined ? `${name}:` : '';
    const star = quoted === undefined && bare.length > 1 && bare.endsWith('*');
    return {
      start,
      end,
      negated: minus !== undefined,
      ...(known ? { operator: known } : {}),
      value: unknown + (quoted ?? (star ? bare.slice(0, -1) : bare)),
      kind: quoted !== undefined && known === undefined ? 'phrase' : star ? 'prefix' : 'word',
    };
  });

const dateOf = (value: string): Date | null => {
  const iso = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z?)?$/.test(value) ? new Date(value) : null;
  return iso && !Number.isNaN(iso.getTime()) ? iso : null;
};

const COST = /^(>=?|<=?)?(\d{1,9}(?:\.\d{1,9})?)$/;

type Reading = Partial<SearchFilters> | string;

/** The filter that an operator with its value stands for, or what is wrong with the value. */
const readFilter = (operator: SearchOperator, value: string): Reading => {
  switch (operator) {
    case 'from':
      return value.startsWith('user_') ? { user_id: value } : 'an id of a user: user_…';
    case 'conversation':
      return value.startsWith('conv_') ? { conversation_id: value } : 'an id of a conversation: conv_…';
    case 'role': {
      const role = MessageRole.safeParse(value);
      return role.success ? { role: role.data } : `one of ${MessageRole.options.join(', ')}`;
    }
    case 'status': {
      const status = MessageStatus.safeParse(value);
      return status.success ? { status: status.data } : `one of ${MessageStatus.options.join(', ')}`;
    }
    case 'before':
    case 'after': {
      const date = dateOf(value);
      return date ? { [operator]: date } : 'a date: 2026-01-31';
    }
    case 'cost': {
      const [, sign = '>=', amount] = COST.exec(value) ?? [];
      if (amount === undefined) return 'an amount of USD: cost:>0.01';
      return sign.startsWith('<') ? { max_cost: Number(amount) } : { min_cost: Number(amount) };
    }
    default:
      return { [operator]: value };
  }
};

const readOperator = (token: Token, operator: SearchOperator, filters: SearchFilters): string | null => {
  if (token.negated) return 'an operator cannot be negated';
  if (token.value === '') return 'the value is missing';
  const read = readFilter(operator, token.value);
  if (typeof read === 'string') return read;
  if (Object.keys(read).some((key) => key in filters)) return 'given twice';
  Object.assign(filters, read);
  return null;
};

/**
 * Reads what a person types: words, `"phrases"`, `prefix*`, `-without`, `one OR another`, and operators such as
 * `role:assistant after:2026-01-31 cost:>0.01`. An unknown `name:` is a word like any other. The query holds what was
 * understood, the faults say what was not and where. Dates are UTC.
 */
export const parseSearchQuery = (text: string): ParsedQuery => {
  const faults: QueryFault[] = [];
  const terms: SearchGroup[] = [];
  const filters: SearchFilters = {};
  let joins: Token | undefined;
  let open: SearchGroup | undefined;
  for (const token of readTokens(text, faults)) {
    const { start, end, operator, value, kind, negated } = token;
    const say = (message: string) => faults.push({ start, end, message });
    if (operator) {
      const fault = readOperator(token, operator, filters);
      if (fault) say(fault);
      open = undefined;
    } else if (kind === 'word' && value === 'OR') {
      if (!open || joins) say('OR stands between two terms');
      joins = token;
      continue;
    } else if (value.length > MOST_LETTERS) say(`at most ${MOST_LETTERS} characters`);
    else if (terms.length === MOST_TERMS) say(`at most ${MOST_TERMS} terms`);
    else if (value.trim() !== '') {
      const term: SearchTerm = { text: value, kind };
      if (joins && open && !negated && open.any.length < MOST_TERMS) open.any.push(term);
      else {
        if (joins && negated) say('a term after OR cannot be negated');
        open = { any: [term], ...(negated ? { negated: true } : {}) };
        terms.push(open);
        if (negated) open = undefined;
      }
    }
    joins = undefined;
  }
  if (joins) faults.push({ start: joins.start, end: joins.end, message: 'OR stands between two terms' });
  return { query: { terms, filters }, faults };
};
