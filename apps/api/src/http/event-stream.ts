import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { describeError } from './describe-error.ts';

const PING_MS = 15_000;
const RECONNECT_MS = 1_000;
/** A reader that leaves this much unread is cut off; it can resume with its last event id. */
const MAX_UNREAD_BYTES = 262_144;
/** How long a full connection holds the source back; after that its events count as unread. */
const PATIENCE_MS = 1_000;
/** How long the end of a finished stream waits to be read. */
const LINGER_MS = 30_000;

export type StreamEvent = { id: string; name: string; data: unknown };
export type StreamOptions = { pingMs?: number };

const encode = ({ id, name, data }: StreamEvent) => `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

type Raw = FastifyReply['raw'];

const waitForReader = async (raw: Raw, signal: AbortSignal): Promise<void> => {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  await Promise.race([once(raw, 'drain', { signal: either }), sleep(PATIENCE_MS, undefined, { signal: either })]).catch(
    () => undefined,
  );
  stop.abort();
};

const pump = async (raw: Raw, source: AsyncIterable<StreamEvent>, signal: AbortSignal): Promise<void> => {
  for await (const event of source) {
    if (signal.aborted) return;
    if (raw.write(encode(event))) continue;
    if (raw.writableLength > MAX_UNREAD_BYTES) {
      raw.destroy();
      return;
    }
    await waitForReader(raw, signal);
    if (signal.aborted) return;
  }
};

/**
 * Answers with server-sent events until the source ends or `signal` is aborted, which a reader that leaves does too. The
 * source has to end soon after the signal. An error of the source closes the connection, so that the reader resumes.
 */
export const sendEventStream = async (
  reply: FastifyReply,
  source: AsyncIterable<StreamEvent>,
  signal: AbortSignal,
  { pingMs = PING_MS }: StreamOptions = {},
): Promise<void> => {
  const { raw } = reply;
  reply.hijack();
  raw.on('error', (error) => reply.log.debug({ error }, 'event stream broke off'));
  raw.writeHead(200, {
    ...Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)])),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${RECONNECT_MS}\n\n`);
  const ping = setInterval(() => raw.write(': ping\n\n'), pingMs);
  try {
    await pump(raw, source, signal);
  } catch (error) {
    reply.log.error({ error: describeError(error), trace_id: reply.request.id }, 'event stream failed');
  } finally {
    clearInterval(ping);
    raw.end();
    const linger = setTimeout(() => raw.destroy(), LINGER_MS);
    raw.once('close', () => clearTimeout(linger));
    if (raw.closed) clearTimeout(linger);
  }
};
