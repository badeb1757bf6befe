export { messageSearchIndex } from './message-search-index.ts';
export { searchProjection } from './projection.ts';
export { searchAdvanced, searchMessages } from './search-messages.ts';
export { suggestSearch } from './suggest.ts';
