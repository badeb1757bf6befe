export { evaluateSearch, type SearchEvaluation } from './evaluation/evaluate.ts';
export { messageSearchIndex } from './message-search-index.ts';
export { searchProjection, toSearchDoc } from './projection.ts';
export { searchAdvanced, searchMessages } from './search-messages.ts';
export { suggestSearch } from './suggest.ts';
