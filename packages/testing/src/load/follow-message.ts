import { ProgressEvent } from '@message-service/shared/messages';

export type FollowedEvent = { id: string; event: ProgressEvent };

const RECONNECTS = 100;
const WAIT_MS = 100;

const parseBlock = (block: string): FollowedEvent | null => {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const data = fields.get('data');
  if (data === undefined) return null;
  const event = ProgressEvent.parse({ type: fields.get('event'), ...JSON.parse(data) });
  return { id: fields.get('id') ?? '', event };
};

const isEnd = ({ event }: FollowedEvent) => event.type === 'completed' || event.type === 'failed';

/**
 * Reads a message's event stream until it ends, resuming after the last event when the connection breaks.
 * `onEvent` sees each event as it comes in; `connections` counts how often it had to connect.
 */
export const followMessage = async (
  urlOf: () => string,
  token: string,
  messageId: string,
  onEvent: (followed: FollowedEvent) => void = () => undefined,
): Promise<{ events: FollowedEvent[]; connections: number }> => {
  const events: FollowedEvent[] = [];
  const read = async () => {
    const last = events.at(-1)?.id;
    const response = await fetch(`${urlOf()}/messages/${messageId}/events`, {
      headers: { authorization: `Bearer ${token}`, ...(last ? { 'last-event-id': last } : {}) },
    });
    if (!response.ok || !response.body) return;
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const followed = parseBlock(text.slice(0, end));
        text = text.slice(end + 2);
        if (!followed) continue;
        events.push(followed);
        onEvent(followed);
      }
    }
  };
  for (let connections = 1; connections <= RECONNECTS; connections++) {
    await read().catch(() => undefined);
    if (events.some(isEnd)) return { events, connections };
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new Error(`message ${messageId} did not end: ${JSON.stringify(events.slice(-5))}`);
};
