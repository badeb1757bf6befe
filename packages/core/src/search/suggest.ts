import { canReadAll, type Identity } from '@message-service/shared/auth';
import { MessageRole, MessageStatus } from '@message-service/shared/messages';
import {
  SEARCH_OPERATORS,
  type SearchSuggestion,
  type SearchSuggestions,
  type SearchSuggestionsInput,
} from '@message-service/shared/search';
import type { CoreContext } from '../context.ts';
import { wordsOf } from './analyse-text.ts';
import { wordsWithPrefix } from './correct-words.ts';

const VALUES: Record<string, readonly string[]> = {
  role: MessageRole.options,
  status: MessageStatus.options,
};
/** Those that narrow down somebody else's messages are of no use to users. */
const OF_OPERATORS = ['from'];

/** How the last word of a query may go on: an operator, one of its values, or a word of a message that the caller may find. */
export const suggestSearch = async (
  ctx: Pick<CoreContext, 'db'>,
  identity: Identity,
  { q, limit }: SearchSuggestionsInput,
): Promise<SearchSuggestions> => {
  const typed = /\S*$/u.exec(q)?.[0] ?? '';
  const minus = typed.startsWith('-') ? 1 : 0;
  const place = { start: q.length - typed.length + minus, end: q.length };
  const begun = typed.slice(minus);
  const suggest = (kind: SearchSuggestion['kind'], texts: readonly string[]) =>
    texts.map((text): SearchSuggestion => ({ kind, text, ...place }));
  const [name = '', value] = begun.split(':', 2);
  if (value !== undefined) {
    const all = Object.hasOwn(VALUES, name) ? (VALUES[name] ?? []) : [];
    const values = all.filter((known) => known.startsWith(value.toLowerCase()));
    return {
      items: suggest(
        'value',
        values.map((known) => `${name}:${known}`),
      ).slice(0, limit),
    };
  }
  const operators = SEARCH_OPERATORS.filter(
    (known) => known.startsWith(begun.toLowerCase()) && (canReadAll(identity) || !OF_OPERATORS.includes(known)),
  );
  const [word, ...more] = [...wordsOf(begun)];
  const words =
    word && more.length === 0 && word.text.length > 1 ? await wordsWithPrefix(ctx, identity, word.text) : [];
  const items = [...suggest('operator', minus ? [] : operators.map((known) => `${known}:`)), ...suggest('term', words)];
  return { items: items.slice(0, limit) };
};
