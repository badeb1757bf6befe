export {
  type ParsedQuery,
  parseSearchQuery,
  type QueryFault,
  SEARCH_OPERATORS,
  type SearchOperator,
} from './parse-query.ts';
export {
  Highlight,
  MAX_QUERY_LENGTH,
  SearchAdvancedInput,
  SearchFilters,
  SearchGroup,
  SearchHit,
  SearchMessagesInput,
  SearchPage,
  SearchQuery,
  SearchSuggestion,
  SearchSuggestions,
  SearchSuggestionsInput,
  SearchTerm,
} from './schema.ts';
