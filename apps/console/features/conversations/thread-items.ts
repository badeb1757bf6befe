import type { MessagePage, MessageView } from '@message-service/shared/messages';
import type { ApiError } from '@/trpc/errors';

/** A message on its way to the api, by the key that makes sending it twice harmless. */
export type Outgoing = {
  clientMsgId: string;
  text: string;
  at: Date;
  state: 'sending' | 'refused' | 'accepted';
  error?: ApiError;
  messageId?: string;
};

export type ThreadItem =
  | { kind: 'message'; key: string; message: MessageView }
  | { kind: 'outgoing'; key: string; outgoing: Outgoing };

type Pages = { pages: MessagePage[]; pageParams: unknown[] };

const keyOf = ({ message_id, client_metadata }: MessageView) => client_metadata?.client_msg_id ?? message_id;

/** A page of the api, newest first, in reading order; keys stay the same from the first keystroke sent to the stored row. */
export const toItems = (page: MessagePage): ThreadItem[] =>
  page.items.toReversed().map((message) => ({ kind: 'message', key: keyOf(message), message }));

/** What has been sent but is not among the stored messages yet. */
export const pendingItems = (outgoing: readonly Outgoing[], pages: readonly MessagePage[]): ThreadItem[] => {
  const stored = new Set(pages.flatMap(({ items }) => items.map(({ message_id }) => message_id)));
  return outgoing
    .filter(({ messageId }) => messageId === undefined || !stored.has(messageId))
    .map((entry) => ({ kind: 'outgoing', key: entry.clientMsgId, outgoing: entry }));
};

/**
 * Puts the newest page over what is loaded: known messages are replaced, new ones added. `null` when so much is new
 * that rows between the two would be missing.
 */
export const mergeNewest = <Known extends Pages>(known: Known, newest: MessagePage): Known | null => {
  const [first, ...older] = known.pages;
  if (!first) return null;
  const fresh = new Map(newest.items.map((message) => [message.message_id, message]));
  const oldestFresh = Math.min(...newest.items.map(({ sequence_number }) => sequence_number));
  const newestKnown = Math.max(0, ...first.items.map(({ sequence_number }) => sequence_number));
  if (newest.next_cursor !== null && oldestFresh > newestKnown + 1) return null;
  const replace = (page: MessagePage): MessagePage => ({
    ...page,
    items: page.items.map((message) => fresh.get(message.message_id) ?? message),
  });
  const added = newest.items.filter(({ sequence_number }) => sequence_number > newestKnown);
  const firstIds = new Set(first.items.map(({ message_id }) => message_id));
  const late = newest.items.filter(
    ({ message_id, sequence_number }) => sequence_number <= newestKnown && !firstIds.has(message_id),
  );
  const lowest = Math.min(...first.items.map(({ sequence_number }) => sequence_number));
  const inFirst = late.filter(({ sequence_number }) => sequence_number > lowest);
  const replaced = replace(first);
  const items = [...added, ...replaced.items, ...inFirst].toSorted((a, b) => b.sequence_number - a.sequence_number);
  return { ...known, pages: [{ ...replaced, items }, ...older.map(replace)] };
};

/** Ids of messages whose reply is among the stored ones. */
export const answeredIds = (pages: readonly MessagePage[]): ReadonlySet<string> =>
  new Set(pages.flatMap(({ items }) => items.flatMap(({ relationships }) => relationships?.reply_to_message_id ?? [])));
