import { searchAdvanced, searchMessages, suggestSearch } from '@message-service/core/search';
import {
  SearchAdvancedInput,
  SearchMessagesInput,
  SearchPage,
  SearchSuggestions,
  SearchSuggestionsInput,
} from '@message-service/shared/search';
import { router, signedInProcedure } from '../trpc.ts';

export const searchRouter = router({
  messages: signedInProcedure
    .input(SearchMessagesInput)
    .output(SearchPage)
    .query(({ ctx, input }) => searchMessages(ctx.core, ctx.identity, input)),
  advanced: signedInProcedure
    .input(SearchAdvancedInput)
    .output(SearchPage)
    .query(({ ctx, input }) => searchAdvanced(ctx.core, ctx.identity, input)),
  suggestions: signedInProcedure
    .input(SearchSuggestionsInput)
    .output(SearchSuggestions)
    .query(({ ctx, input }) => suggestSearch(ctx.core, ctx.identity, input)),
});
