import type { ListFilter } from './list-filter';

const PAGE_SIZE = 50;

/** The same on the server and in the browser, so that the first page is fetched once. */
export const listInput = (filter: ListFilter) => ({ ...filter, limit: PAGE_SIZE });

export const nextPage = { getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor };

export const messagesInput = (conversationId: string) => ({ conversation_id: conversationId, limit: 50 });
