import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { connect } from './connection.ts';
import { createTally } from './tally.ts';
import type { ReplyTask, TaskResult } from './task.ts';

const Accepted = z.object({ message_id: z.string() });
const STORED = 'response_saved';
const PATIENCE_MS = 20_000;

/** Listens for stored replies; one may be heard of before the answer to its message is read. */
const listen = async ({ redisUrl, channelPrefix }: ReplyTask) => {
  const redis = new Redis(redisUrl);
  const heard = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  redis.on('pmessage', (_pattern: string, channel: string, payload: string) => {
    if (!payload.includes(STORED)) return;
    const id = channel.slice(channelPrefix.length);
    const at = performance.now();
    heard.set(id, at);
    waiting.get(id)?.(at);
  });
  await redis.psubscribe(`${channelPrefix}*`);
  return {
    untilStored: (id: string) =>
      new Promise<number>((resolve) => {
        const at = heard.get(id);
        if (at === undefined) waiting.set(id, resolve);
        else resolve(at);
      }),
    close: () => redis.disconnect(),
  };
};

/** Sends at a fixed pace and measures from the first byte sent to the news that the reply is stored. */
export const runReplies = async (task: ReplyTask): Promise<TaskResult> => {
  const replies = await listen(task);
  const tally = createTally(202);
  const free = Array.from({ length: task.senders.length }, () => connect(task.url, { keepBodies: true }));
  const started = performance.now();
  const follow = async (n: number) => {
    const sender = task.senders[n % task.senders.length];
    const connection = free[n % free.length];
    if (!sender || !connection) throw new Error('nobody to send as');
    const from = performance.now();
    const { status, body } = await connection.send(sender);
    if (status !== 202) return tally.add(status, 0);
    const { message_id } = Accepted.parse(JSON.parse(body));
    const at = await Promise.race([replies.untilStored(message_id), sleep(PATIENCE_MS, null, { ref: false })]);
    tally.add(at === null ? 'error' : status, (at ?? from) - from);
  };
  const following: Promise<void>[] = [];
  const total = Math.max(1, Math.round(task.seconds * task.perSecond));
  for (let n = 0; n < total; n++) {
    await sleep(Math.max(0, started + (n * 1_000) / task.perSecond - performance.now()));
    following.push(follow(n));
  }
  await Promise.all(following);
  const seconds = (performance.now() - started) / 1_000;
  replies.close();
  await Promise.all(free.map((connection) => connection.close()));
  return tally.result(seconds);
};
