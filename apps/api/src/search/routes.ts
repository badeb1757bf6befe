import { searchAdvanced, searchMessages, suggestSearch } from '@message-service/core/search';
import {
  SearchAdvancedInput,
  SearchMessagesInput,
  SearchPage,
  SearchSuggestions,
  SearchSuggestionsInput,
} from '@message-service/shared/search';
import { defineRoute } from '../http/define-route.ts';

const tag = 'Search';

export const searchRoutes = [
  defineRoute({
    method: 'GET',
    path: '/search/messages',
    summary: 'Find messages by words, "phrases", prefix*, -without and operators such as role: or after:',
    tag,
    policy: 'signed-in',
    input: SearchMessagesInput,
    output: SearchPage,
    status: 200,
    handle: ({ core, identity }, input) => searchMessages(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/search/advanced',
    summary: 'The same by a query of groups and filters',
    tag,
    policy: 'signed-in',
    input: SearchAdvancedInput,
    output: SearchPage,
    status: 200,
    handle: ({ core, identity }, input) => searchAdvanced(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/search/suggestions',
    summary: 'How the last word of a query may go on',
    tag,
    policy: 'signed-in',
    input: SearchSuggestionsInput,
    output: SearchSuggestions,
    status: 200,
    handle: ({ core, identity }, input) => suggestSearch(core, identity, input),
  }),
];
