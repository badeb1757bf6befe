import { isDeepStrictEqual } from 'node:util';
import { diffDocuments, foldEvents, type MessageEventDoc, type OutboxEntry } from '@message-service/core/events';
import type { MessageDoc } from '@message-service/core/messages';

type Event = Pick<OutboxEntry, 'type' | 'document' | 'changes'> & { version: number };

/** What the log holds of a message, and after it what waits with the message to be logged. */
const allEvents = (logged: readonly MessageEventDoc[], { outbox = [], events_published = 0 }: MessageDoc): Event[] => [
  ...logged,
  ...outbox
    .map((entry, index) => ({ ...entry, version: events_published + index + 1 }))
    .slice(Math.max(0, logged.length - events_published)),
];

/**
 * The log tells the truth: versions of a message go from 1 on without a gap, the first is its acceptance, folding all of
 * them gives the message as it is stored, and none is of a message that is not. `events` are in order of versions.
 */
export function* checkLog(stored: ReadonlyMap<string, MessageDoc>, events: readonly MessageEventDoc[]) {
  const logged = new Map<string, MessageEventDoc[]>();
  for (const event of events) {
    const stream = logged.get(event.stream_id);
    if (stream) stream.push(event);
    else logged.set(event.stream_id, [event]);
  }
  for (const id of logged.keys()) if (!stored.has(id)) yield `LOG ${id} has events and is not stored`;
  for (const [id, message] of stored) {
    const { outbox, outbox_since, events_published, ...doc } = message;
    const stream = allEvents(logged.get(id) ?? [], message);
    const versions = stream.map(({ version }) => version);
    if (versions.some((version, index) => version !== index + 1)) yield `LOG ${id} has versions ${versions.join(', ')}`;
    if (stream[0]?.type !== 'message.accepted') yield `LOG ${id} begins with ${stream[0]?.type ?? 'nothing'}`;
    const folded = foldEvents(stream);
    if (isDeepStrictEqual(folded, doc)) continue;
    const { set = [], unset = [] } = diffDocuments(folded, doc);
    const paths = [...set.map(({ path }) => path), ...unset];
    yield `LOG ${id} is stored otherwise than its ${stream.length} events make it: ${paths.slice(0, 5).join(', ')}`;
  }
}
