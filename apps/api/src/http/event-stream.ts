import { once } from 'node:events';
import type { FastifyReply } from 'fastify';

const PING_MS = 15_000;
const RECONNECT_MS = 1_000;
/** A reader that leaves this much unread is cut off; it can resume with its last event id. */
const MAX_UNREAD_BYTES = 262_144;

export type StreamEvent = { id: string; name: string; data: unknown };

const encode = ({ id, name, data }: StreamEvent) => `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * Answers with server-sent events until the source ends, the reader leaves or `signal` is aborted. The first event is
 * awaited before the answer begins, so that an error of the source is still an ordinary error.
 */
export const sendEventStream = async (
  reply: FastifyReply,
  source: AsyncGenerator<StreamEvent, void, void>,
  abort: AbortController,
): Promise<void> => {
  const first = await source.next();
  reply.hijack();
  const { raw } = reply;
  raw.on('close', () => abort.abort());
  raw.writeHead(200, {
    ...Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)])),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${RECONNECT_MS}\n\n`);
  const ping = setInterval(() => raw.write(': ping\n\n'), PING_MS);
  try {
    for (let next = first; !next.done && !abort.signal.aborted; next = await source.next()) {
      if (raw.write(encode(next.value))) continue;
      if (raw.writableLength > MAX_UNREAD_BYTES) break;
      await Promise.race([once(raw, 'drain', { signal: abort.signal }), once(raw, 'close')]).catch(() => undefined);
    }
  } finally {
    clearInterval(ping);
    await source.return();
    raw.end();
  }
};
