import { messages, processingQueue } from '@message-service/core/messages';
import type { Sender } from '../generator/task.ts';
import { answersBut } from '../measure/reconcile.ts';
import { type Target, takeTurns } from '../measure/take-turns.ts';
import { absoluteRow, compareRows, type Report } from '../report/row.ts';
import { createSenders, type Installation, openInstallation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import { startApi, startOwn, startWorker } from '../world/start-apps.ts';
import { type Llm, startLlm } from '../world/start-llm.ts';
import type { Program } from '../world/start-program.ts';
import { strangers } from './accept-targets.ts';

/** Slow enough that a message is nearly always alone, and the same whatever the LLM takes. */
const PER_SECOND = 4;
const SENDERS = 16;
const FLAT = { from: 0.75, to: 1.25 };
const CONCURRENCY = '50';

type Side = { name: string; installation: Installation; programs: Program[]; senders: Sender[]; llm: Llm };

/** What comes on top of the LLM's own time: the middle of what it held its requests is taken off each latency. */
const replyTarget = (bench: Bench, side: Side, llmMs: number, count: () => Promise<Record<string, number>>): Target => {
  const { installation, programs, senders, llm } = side;
  const { REDIS_URL = '', REDIS_PREFIX = '' } = installation.environment;
  return {
    name: `${side.name}, LLM ${llmMs} ms`,
    pids: programs.map((program) => program.pid),
    prepare: () => llm.answerAfter(llmMs),
    async run(seconds) {
      const result = await bench.generator.run({
        kind: 'replies',
        url: programs[0]?.url ?? '',
        seconds,
        perSecond: PER_SECOND,
        senders,
        redisUrl: REDIS_URL,
        channelPrefix: `${REDIS_PREFIX}:progress:`,
      });
      const { heldMs } = await llm.stats();
      return { ...result, latenciesMs: result.latenciesMs.map((ms) => ms - heldMs) };
    },
    async settle({ statuses }) {
      const counts = {
        'answered 202': statuses[202] ?? 0,
        ...(await count()),
        'LLM calls': (await llm.stats()).requests,
      };
      return { counts, otherAnswers: answersBut(202, statuses) };
    },
  };
};

const untilQuiet = async (count: () => Promise<number>) => {
  for (let left = await count(); left > 0; left = await count()) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Counts what the service stored since the last time, once its last steps are done, and clears it away. */
const countService =
  ({ ctx }: Installation) =>
  async () => {
    const rows = messages(ctx);
    await untilQuiet(() => rows.countDocuments({ processing_status: { $in: ['queued', 'processing'] } }));
    await untilQuiet(() => processingQueue(ctx).countDocuments({ status: { $ne: 'completed' } }));
    const stored = await rows.countDocuments({ role: 'user', processing_status: 'completed' });
    const replies = await rows.countDocuments({ role: 'assistant' });
    await Promise.all([rows.deleteMany({}), processingQueue(ctx).deleteMany({})]);
    return { 'messages completed': stored, 'replies stored': replies };
  };

const countFloor =
  ({ ctx }: Installation) =>
  async () => {
    const rows = ctx.db.collection('messages');
    const stored = await rows.countDocuments({ status: 'completed' });
    const replies = await rows.countDocuments({ status: { $exists: false } });
    await rows.deleteMany({});
    return { 'messages completed': stored, 'replies stored': replies };
  };

/** 4: from sending to the stored reply, beyond the LLM's own time, against the floors of 1 and 3 behind each other. */
export const reply = async (bench: Bench): Promise<Report> => {
  const ours = await openInstallation(bench, 'reply');
  const bare = await openInstallation(bench, 'reply_floor', {}, { schema: false });
  try {
    const llm = await startLlm(bench);
    const api = await startApi(bench, ours);
    const process = await startWorker(bench, ours, { LMSTUDIO_BASE_URL: llm.url, WORKER_CONCURRENCY: CONCURRENCY });
    const front = await startOwn(bench, 'accept-floor', bare.environment);
    const back = await startOwn(bench, 'worker-floor', {
      ...bare.environment,
      LLM_URL: llm.url,
      CONCURRENCY,
      ANNOUNCE: 'true',
    });
    const senders = await createSenders(ours, api, SENDERS);
    const service = { name: 'service', installation: ours, programs: [api, process], senders, llm };
    const floor = { name: 'floor', installation: bare, programs: [front, back], senders: strangers(SENDERS), llm };
    const { rounds, slots, mismatches } = await takeTurns(bench, '4 reply', {
      idle: replyTarget(bench, service, 0, countService(ours)),
      floor: replyTarget(bench, floor, 0, countFloor(bare)),
      slow: replyTarget(bench, service, 200, countService(ours)),
      slower: replyTarget(bench, service, 1_000, countService(ours)),
    });
    const idle = rounds.map((round) => ({ ours: round.idle, floor: round.floor }));
    const what = 'accept → reply stored, beyond the LLM';
    const about = { workload: 4, what: `${what}, idle`, figure: 'p50 by itself', unit: 'ms' } as const;
    const grown = (name: 'slow' | 'slower', ms: number) =>
      compareRows(
        {
          workload: 4,
          what: `${what}: LLM ${ms} ms against 0 ms`,
          rounds: rounds.map((round) => ({ ours: round[name], floor: round.idle })),
        },
        { p50: FLAT },
        ['p50', 'p99'],
      );
    const rows = [
      ...compareRows({ workload: 4, what: `${what}, idle`, rounds: idle }, { p50: { most: 2 }, p99: { most: 3 } }, [
        'p50',
        'p99',
        'cpuPerOperation',
        'storeCpuPerOperation',
      ]),
      absoluteRow(
        about,
        rounds.map((round) => round.idle.p50),
        { most: 15 },
      ),
      ...grown('slow', 200),
      ...grown('slower', 1_000),
    ];
    const notes = [
      `${PER_SECOND} messages a second at a fixed pace. CPU is that of the api and the worker together.`,
      `"Flat" is taken as ${FLAT.from} – ${FLAT.to} of the p50 with an LLM that answers at once.`,
    ];
    return { workload: 4, rows, notes, mismatches, slots };
  } finally {
    await bench.stopPrograms();
    await Promise.all([ours.close(), bare.close()]);
  }
};
