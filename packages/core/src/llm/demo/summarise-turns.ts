import type { ChatMessage } from '../provider.ts';

/** What a request for a summary begins with; by it the demo provider knows what it is asked for. */
export const SUMMARY_TASK = 'You summarise conversations.';

const EARLIER = 'Summary so far: ';
const USER = 'User: ';
const WORDS = 12;

export const isSummaryTask = ([first]: readonly ChatMessage[]): boolean =>
  first?.role === 'system' && first.content.startsWith(SUMMARY_TASK);

/** What was summarised before, and the first words of each thing that the user has said since. */
export const summariseTurns = (messages: readonly ChatMessage[]): string =>
  (messages.at(-1)?.content ?? '')
    .split('\n\n')
    .flatMap((part) => {
      if (part.startsWith(EARLIER)) return part.slice(EARLIER.length);
      if (!part.startsWith(USER)) return [];
      return part.slice(USER.length).split(/\s+/u).slice(0, WORDS).join(' ');
    })
    .join(' · ');
