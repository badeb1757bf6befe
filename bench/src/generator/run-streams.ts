import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { ages } from '../measure/stamps.ts';
import { PIECES } from '../targets/stamped-reply.ts';
import { createTally } from './tally.ts';
import type { Sender, StreamTask, TaskResult } from './task.ts';

const Accepted = z.object({ message_id: z.string() });
const PATIENCE_MS = 180_000;
const WHOLE = 200;
/** A piece is missing, or the end. */
const LOST = 206;

type Read = { status: number; first: number; pieces: number; ended: boolean };

/** Reads a stream to its end: how old its first piece was when it came, and how many came. */
const readStream = async (agent: Agent, url: string, method: 'GET' | 'POST', authorization?: string): Promise<Read> => {
  const read: Read = { status: WHOLE, first: 0, pieces: 0, ended: false };
  const { statusCode, body } = await request(url, {
    dispatcher: agent,
    method,
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: authorization ? { authorization } : {},
  });
  if (statusCode !== WHOLE) {
    await body.dump();
    return { ...read, status: statusCode };
  }
  let open = '';
  for await (const bytes of body) {
    open += String(bytes);
    // a piece may come in two parts: what is not a whole event waits
    const end = open.lastIndexOf('\n\n');
    if (end < 0) continue;
    const events = open.slice(0, end);
    open = open.slice(end + 2);
    const come = ages(events);
    if (read.pieces === 0) read.first = come[0] ?? 0;
    read.pieces += come.length;
    if (events.includes('event: completed') || events.includes('[DONE]')) read.ended = true;
  }
  return read.pieces === PIECES && read.ended ? read : { ...read, status: LOST };
};

let messages = 0;

const send = async (agent: Agent, { url, llm }: StreamTask, sender: Sender): Promise<string> => {
  const n = `${process.pid}-${messages++}`;
  const { body } = await request(`${url}/messages`, {
    dispatcher: agent,
    method: 'POST',
    headers: { authorization: sender.authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      conversation_id: sender.conversation_id,
      content: { text: `Stream ${n}` },
      client_metadata: { client_msg_id: n },
      llm,
    }),
  });
  return Accepted.parse(await body.json()).message_id;
};

/**
 * Asks for answers at a fixed pace, or all at once, each read by so many readers to its end. An answer of which a piece
 * or the end is missing counts as 206. Latencies are the age of the first piece at each reader.
 */
export const runStreams = async (task: StreamTask): Promise<TaskResult> => {
  const agent = new Agent({ pipelining: 1, connections: null, keepAliveTimeout: 30_000 });
  const tally = createTally(WHOLE);
  const started = performance.now();
  const follow = async (n: number) => {
    const sender = task.senders[n % task.senders.length];
    if (task.from === 'service' && !sender) throw new Error('nobody to send as');
    const id = sender ? await send(agent, task, sender) : '';
    const read = () =>
      sender
        ? readStream(agent, `${task.url}/messages/${id}/events`, 'GET', sender.authorization)
        : readStream(agent, task.url, 'POST');
    await Promise.all(
      Array.from({ length: task.readers }, async () => {
        const { status, first } = await read().catch(() => ({ status: 'error' as const, first: 0 }));
        tally.add(status, first);
      }),
    );
  };
  const count = task.perSecond === null ? task.senders.length : Math.max(1, Math.round(task.seconds * task.perSecond));
  const following: Promise<unknown>[] = [];
  for (let n = 0; n < count; n++) {
    if (task.perSecond !== null) await sleep(Math.max(0, started + (n * 1_000) / task.perSecond - performance.now()));
    following.push(follow(n).catch(() => tally.add('error', 0)));
  }
  await Promise.all(following);
  await agent.close();
  return tally.result((performance.now() - started) / 1_000);
};
