import { setTimeout as sleep } from 'node:timers/promises';
import { conversations } from '@message-service/core/conversations';
import { messages, processingQueue } from '@message-service/core/messages';
import { enqueueMany } from '@message-service/core/queues';
import { newId } from '@message-service/shared/ids';
import { processMessage } from '@message-service/shared/messages';
import type { Queue } from 'bullmq';
import type { Target, Work } from '../measure/take-turns.ts';
import type { Installation } from '../world/installation.ts';
import type { Llm } from '../world/start-llm.ts';
import type { Program } from '../world/start-program.ts';
import { storeConversation } from './messages-in-bulk.ts';

export type WorkerSide = { name: string; program: Program; installation: Installation; queue: Queue; llm: Llm };

export type Pace = { concurrency: number; llmMs: number };

/** Messages a second when nothing but the LLM takes time. */
export const idealRate = ({ concurrency, llmMs }: Pace): number => (concurrency * 1_000) / llmMs;

const CONVERSATIONS = 100;
const AT_ONCE = 10;
const BATCH = 1_000;
const POLL_MS = 20;
const PATIENCE_MS = 60_000;

const inBatches = async <T>(items: readonly T[], size: number, work: (batch: T[]) => Promise<unknown>) => {
  for (let from = 0; from < items.length; from += size) await work(items.slice(from, from + size));
};

/** Queued messages of as many users, the first of each conversation first, and their jobs behind a closed door. */
const fillService = async ({ installation: { ctx }, queue }: WorkerSide, count: number) => {
  await queue.pause();
  const owners = Array.from({ length: CONVERSATIONS }, () => ({
    user_id: newId('user'),
    conversation_id: newId('conv'),
  }));
  const each = Math.ceil(count / CONVERSATIONS);
  const ids: string[][] = [];
  await inBatches(owners, AT_ONCE, async (batch) => {
    ids.push(...(await Promise.all(batch.map((owner) => storeConversation(ctx, owner, each, 'queued')))));
  });
  const payloads = Array.from({ length: each }, (_, i) => ids.map((of) => ({ message_id: of[i] ?? '' }))).flat();
  await inBatches(payloads, BATCH, (batch) => enqueueMany(ctx, processMessage, batch));
};

const fillFloor = async ({ installation: { ctx }, queue }: WorkerSide, count: number) => {
  await queue.pause();
  const rows = ctx.db.collection<{ _id: string; status: string }>('messages');
  const ids = Array.from({ length: count }, () => newId('msg'));
  await inBatches(ids, BATCH, (batch) => rows.insertMany(batch.map((_id) => ({ _id, status: 'queued' }))));
  await inBatches(ids, BATCH, (batch) =>
    queue.addBulk(batch.map((message_id) => ({ name: 'process', data: { message_id } }))),
  );
};

const countLeft = (queue: Queue) => queue.getJobCountByTypes('waiting', 'prioritized');

/** Opens the door for the time of a turn, then waits for what is in the workers' hands. */
const drain = async (queue: Queue, seconds: number): Promise<Work> => {
  const total = await countLeft(queue);
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  await queue.resume();
  while (elapsed() < seconds * 1_000 && (await countLeft(queue)) > 0) await sleep(POLL_MS);
  await queue.pause();
  const patience = elapsed() + PATIENCE_MS;
  while ((await queue.getActiveCount()) > 0 && elapsed() < patience) await sleep(POLL_MS);
  const ended = elapsed();
  const operations = total - (await countLeft(queue));
  return { operations, seconds: ended / 1_000, latenciesMs: new Float64Array(), statuses: {} };
};

const unfinished = async (queue: Queue): Promise<Record<string, number>> => {
  const counts = await queue.getJobCounts('failed', 'delayed', 'active');
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
};

type Filling = {
  fill(side: WorkerSide, count: number): Promise<void>;
  count(): Promise<Record<string, number>>;
  clear(): Promise<unknown>;
};

const drainTarget = (side: WorkerSide, pace: Pace, { fill, count, clear }: Filling): Target => ({
  name: side.name,
  pids: [side.program.pid],
  async prepare(seconds) {
    await fill(side, Math.ceil(idealRate(pace) * seconds) + 2 * pace.concurrency);
    await side.llm.answerAfter(pace.llmMs);
  },
  run: (seconds) => drain(side.queue, seconds),
  async settle({ operations = 0 }) {
    const calls = (await side.llm.stats()).requests;
    const counts = { 'jobs taken': operations, ...(await count()), 'LLM calls': calls };
    const otherAnswers = await unfinished(side.queue);
    await side.queue.obliterate({ force: true });
    await clear();
    return { counts, otherAnswers };
  },
});

/** The service's worker: every job taken has ended as one message completed, one reply, one call. */
export const serviceWorker = (side: WorkerSide, pace: Pace): Target => {
  const { ctx } = side.installation;
  return drainTarget(side, pace, {
    fill: fillService,
    count: async () => ({
      'messages completed': await messages(ctx).countDocuments({ role: 'user', processing_status: 'completed' }),
      'replies stored': await messages(ctx).countDocuments({ role: 'assistant' }),
    }),
    clear: () =>
      Promise.all([messages(ctx), processingQueue(ctx), conversations(ctx)].map((rows) => rows.deleteMany({}))),
  });
};

/** The bare worker: every job taken has ended as one row changed, one row added, one call. */
export const floorWorker = (side: WorkerSide, pace: Pace): Target => {
  const rows = side.installation.ctx.db.collection('messages');
  return drainTarget(side, pace, {
    fill: fillFloor,
    count: async () => ({
      'messages completed': await rows.countDocuments({ status: 'completed' }),
      'replies stored': await rows.countDocuments({ status: { $exists: false } }),
    }),
    clear: () => rows.deleteMany({}),
  });
};
