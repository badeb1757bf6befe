import { messages } from '@message-service/core/messages';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Sender } from '../generator/task.ts';
import { answersBut } from '../measure/reconcile.ts';
import type { Target, Work } from '../measure/take-turns.ts';
import type { Installation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import type { Program } from '../world/start-program.ts';

export const FLOOR_QUEUE = 'floor';
export const SERVICE_QUEUE = 'message-processing';

/** The producer's side of a queue for counting and clearing. */
export const openQueue = (installation: Installation, name: string) => {
  const { REDIS_URL = '', REDIS_PREFIX = '' } = installation.environment;
  const connection = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection, prefix: REDIS_PREFIX });
  return {
    queue,
    async close() {
      await queue.close();
      connection.disconnect();
    },
  };
};

/** Senders that nobody has to know: the floors ask nobody who they are. */
export const strangers = (count: number): Sender[] =>
  Array.from({ length: count }, (_, i) => ({ authorization: 'Bearer none', conversation_id: `conv_bench00000${i}` }));

/** Closed-loop accepting at a url; the stored rows and the waiting jobs are counted after each turn, and removed. */
export const acceptTarget = (
  bench: Bench,
  at: { name: string; program: Program; installation: Installation; queue: Queue; senders: Sender[] },
  connections: number,
): Target => ({
  name: at.name,
  pids: [at.program.pid],
  run: (seconds): Promise<Work> =>
    bench.generator.run({
      kind: 'loop',
      url: at.program.url,
      connections,
      seconds,
      request: { kind: 'send', senders: at.senders },
    }),
  async settle({ statuses }) {
    const rows = messages(at.installation.ctx);
    const [stored, queued] = await Promise.all([
      rows.countDocuments(),
      at.queue.getJobCountByTypes('waiting', 'prioritized'),
    ]);
    await Promise.all([rows.deleteMany({}), at.queue.obliterate({ force: true })]);
    await at.queue.resume();
    return {
      counts: { 'answered 202': statuses[202] ?? 0, stored, queued },
      otherAnswers: answersBut(202, statuses),
    };
  },
});
