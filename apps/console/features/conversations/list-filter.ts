import type { Conversation, ConversationStatus } from '@message-service/shared/conversations';

export type ListFilter = { status?: ConversationStatus; scope: 'own' | 'all' };

type Params = { get: (name: string) => string | null };

/** The filter in the page's address. Who may read everybody's conversations starts with all of them. */
export const readFilter = (params: Params, mayReadAll: boolean): ListFilter => {
  const status = params.get('status');
  const own = !mayReadAll || params.get('scope') === 'own';
  return {
    scope: own ? 'own' : 'all',
    ...(status === 'active' || status === 'archived' ? { status } : {}),
  };
};

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** True when title, a tag or an id holds the text; accents and case do not count. */
export const matchesText = ({ title, tags, conversation_id, user_id }: Conversation, text: string): boolean => {
  const wanted = fold(text.trim());
  return wanted === '' || [title, conversation_id, user_id, ...tags].some((part) => fold(part).includes(wanted));
};
