import { z } from 'zod';
import { CharacterId, ConversationId, MessageId, UserId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { MessageRole, MessageStatus } from '../messages/schema.ts';
import { PlainText } from '../plain-text.ts';

const short = PlainText.pipe(z.string().min(1).max(200));
const usd = z.number().min(0).max(1_000_000_000);

/** `word` finds its other forms too, `prefix` what begins with it, `phrase` the words in this order. */
export const SearchTerm = z.strictObject({ text: short, kind: z.enum(['word', 'prefix', 'phrase']).default('word') });
export type SearchTerm = z.infer<typeof SearchTerm>;

/** One of these has to be in the message, or none of them where `negated`. */
export const SearchGroup = z.strictObject({
  any: z.array(SearchTerm).min(1).max(20),
  negated: z.literal(true).optional(),
});
export type SearchGroup = z.infer<typeof SearchGroup>;

/** Costs are in USD; `after` is included, `before` is not. */
export const SearchFilters = z
  .strictObject({
    user_id: UserId,
    conversation_id: ConversationId,
    role: MessageRole,
    status: MessageStatus,
    flag: short,
    model: short,
    provider: short,
    topic: short,
    after: Instant,
    before: Instant,
    min_cost: usd,
    max_cost: usd,
  })
  .partial();
export type SearchFilters = z.infer<typeof SearchFilters>;

/** A search as a program writes it: every group has to hold, and every filter. */
export const SearchQuery = z.strictObject({
  terms: z.array(SearchGroup).max(20).default([]),
  filters: SearchFilters.default({}),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

const paging = {
  sort: z.enum(['relevance', 'date']).default('relevance'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(200).optional(),
};

export const MAX_QUERY_LENGTH = 1_000;

export const SearchMessagesInput = z.strictObject({
  q: PlainText.pipe(z.string().trim().min(1).max(MAX_QUERY_LENGTH)),
  ...paging,
});
export type SearchMessagesInput = z.infer<typeof SearchMessagesInput>;

export const SearchAdvancedInput = z.strictObject({ query: SearchQuery, ...paging });
export type SearchAdvancedInput = z.infer<typeof SearchAdvancedInput>;

/** A part of `excerpt`, in UTF-16 units, `end` not included. */
export const Highlight = z.object({ start: z.int(), end: z.int() });
export type Highlight = z.infer<typeof Highlight>;

export const SearchHit = z.object({
  message_id: MessageId,
  conversation_id: ConversationId,
  user_id: UserId,
  character_id: CharacterId,
  role: MessageRole,
  status: MessageStatus,
  sequence_number: z.int(),
  created_at: z.date(),
  model: z.string().optional(),
  /** Above 0; comparable within one search only. */
  score: z.number(),
  /** The text around what was found, as the reader may see it. */
  excerpt: z.string(),
  highlights: z.array(Highlight),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchPage = z.object({
  items: z.array(SearchHit),
  next_cursor: z.string().nullable(),
  /** Up to 1,000; there may be more where `total_is_exact` is false. */
  total: z.int(),
  total_is_exact: z.boolean(),
  /** Words that nothing was found for, and what was looked for in their place. */
  corrections: z.array(z.object({ from: z.string(), to: z.string() })),
});
export type SearchPage = z.infer<typeof SearchPage>;

export const SearchSuggestionsInput = z.strictObject({
  /** What is typed so far; its last word is completed. */
  q: PlainText.pipe(z.string().max(MAX_QUERY_LENGTH)),
  limit: z.coerce.number().int().min(1).max(20).default(8),
});
export type SearchSuggestionsInput = z.infer<typeof SearchSuggestionsInput>;

export const SearchSuggestion = z.object({
  kind: z.enum(['operator', 'value', 'term']),
  /** What takes the place of `start`–`end` of the query. */
  text: z.string(),
  start: z.int(),
  end: z.int(),
});
export type SearchSuggestion = z.infer<typeof SearchSuggestion>;

export const SearchSuggestions = z.object({ items: z.array(SearchSuggestion) });
export type SearchSuggestions = z.infer<typeof SearchSuggestions>;
