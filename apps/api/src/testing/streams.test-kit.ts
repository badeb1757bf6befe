import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Identity } from '@message-service/shared/auth';
import type { Api } from './api.test-kit.ts';

export type ServerEvent = { id: string; event: string; data: unknown };
export type Reader = {
  status: number;
  headers: IncomingHttpHeaders;
  events: ServerEvent[];
  comments: string[];
  retry: number | undefined;
  /** Resolves when the stream has ended, however. */
  ended: Promise<void>;
  leave(): void;
};

const parseBlock = (reader: Reader, block: string): void => {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trimStart()];
    }),
  );
  const retry = fields.get('retry');
  if (retry !== undefined) reader.retry = Number(retry);
  const comment = fields.get('');
  if (comment !== undefined) reader.comments.push(comment);
  const data = fields.get('data');
  if (data === undefined) return;
  const parsed: unknown = data === '' ? '' : JSON.parse(data);
  reader.events.push({ id: fields.get('id') ?? '', event: fields.get('event') ?? 'message', data: parsed });
};

const follow = async (response: IncomingMessage, reader: Reader): Promise<void> => {
  let held = '';
  response.setEncoding('utf8');
  try {
    for await (const chunk of response) {
      const blocks = (held + chunk).split('\n\n');
      held = blocks.pop() ?? '';
      for (const block of blocks) parseBlock(reader, block.trim());
    }
  } catch (error) {
    if (!(error instanceof Error && /aborted|ECONNRESET/.test(`${error.message} ${error.name}`))) throw error;
  }
};

/** Reads server-sent events as they come. */
export const readEvents = async (
  api: Api,
  path: string,
  as: Identity | undefined,
  headers: Record<string, string> = {},
): Promise<Reader> => {
  const stop = new AbortController();
  const response = await api.open({ path, as, headers: { ...headers, connection: 'close' } }, stop.signal);
  response.on('error', () => undefined);
  const reader: Reader = {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events: [],
    comments: [],
    retry: undefined,
    ended: Promise.resolve(),
    leave: () => stop.abort(),
  };
  reader.ended = follow(response, reader);
  return reader;
};

export const readMessageEvents = (api: Api, messageId: string, as: Identity, lastEventId?: string) =>
  readEvents(api, `/messages/${messageId}/events`, as, lastEventId ? { 'last-event-id': lastEventId } : {});
