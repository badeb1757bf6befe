import { messages, processingQueue } from '@message-service/core/messages';
import type { Sender } from '../generator/task.ts';
import { answersBut } from '../measure/reconcile.ts';
import { type Target, takeTurns } from '../measure/take-turns.ts';
import { absoluteRow, compareRows, type Report } from '../report/row.ts';
import { createSenders, type Installation, openInstallation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import { startApi, startOwn, startWorker } from '../world/start-apps.ts';
import type { Program } from '../world/start-program.ts';

const PER_SECOND = 4;
const SENDERS = 200;
/** As many streams as a user may have open. */
const READERS = 5;
const FIRST_TOKEN_MS = 5;

const untilQuiet = async (count: () => Promise<number>) => {
  for (let left = await count(); left > 0; left = await count()) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

type Side = { installation: Installation; programs: Program[]; senders: Sender[] };

/** What is stored has to agree with what was read to its end; each reply by so many readers. */
const serviceTarget = (
  bench: Bench,
  { installation: { ctx }, programs, senders }: Side,
  { name, provider, readers, perSecond }: { name: string; provider: string; readers: number; perSecond: number | null },
): Target => ({
  name,
  pids: programs.map(({ pid }) => pid),
  run: (seconds) =>
    bench.generator.run({
      kind: 'streams',
      from: 'service',
      url: programs[0]?.url ?? '',
      seconds,
      perSecond,
      readers,
      senders,
      llm: { provider },
    }),
  async settle({ statuses }) {
    const rows = messages(ctx);
    await untilQuiet(() => processingQueue(ctx).countDocuments({ status: { $ne: 'completed' } }));
    const replies = await rows.countDocuments({ role: 'assistant' });
    await Promise.all([rows.deleteMany({}), processingQueue(ctx).deleteMany({})]);
    const counts = { 'streams read whole': statuses[200] ?? 0, 'replies stored × readers': replies * readers };
    return { counts, otherAnswers: answersBut(200, statuses) };
  },
});

const relayTarget = (bench: Bench, program: Program, kind: string): Target => ({
  name: `relay, ${kind}`,
  pids: [program.pid],
  run: (seconds) =>
    bench.generator.run({
      kind: 'streams',
      from: 'relay',
      url: `${program.url}/${kind}`,
      seconds,
      perSecond: PER_SECOND,
      readers: 1,
      senders: [],
    }),
  settle: async ({ statuses }) => ({
    counts: { 'streams read whole': statuses[200] ?? 0 },
    otherAnswers: answersBut(200, statuses),
  }),
});

/** 5: from the model's first piece to the client's, against a relay that passes bytes on; then a thousand readers at once. */
export const streaming = async (bench: Bench): Promise<Report> => {
  const ours = await openInstallation(bench, 'streaming', {
    MAX_STREAMS_PER_USER: String(READERS),
    MAX_CONCURRENT_LLM_REQUESTS: '1000',
  });
  try {
    const llm = await startOwn(bench, 'stamping-llm');
    const relay = await startOwn(bench, 'relay-floor', { LLM_URL: llm.url });
    const providers = { LMSTUDIO_BASE_URL: `${llm.url}/sentences`, LLM_SERVICE_URL: `${llm.url}/words` };
    Object.assign(ours.environment, providers);
    const api = await startApi(bench, ours);
    const worker = await startWorker(bench, ours, { WORKER_CONCURRENCY: String(SENDERS) });
    const side = { installation: ours, programs: [api, worker], senders: await createSenders(ours, api, SENDERS) };
    const one = { readers: 1, perSecond: PER_SECOND };
    const { rounds, slots, mismatches } = await takeTurns(bench, '5 streaming', {
      service: serviceTarget(bench, side, { ...one, name: 'service, sentences', provider: 'lmstudio' }),
      relay: relayTarget(bench, relay, 'sentences'),
      words: serviceTarget(bench, side, { ...one, name: 'service, words', provider: 'llm-service' }),
      many: serviceTarget(bench, side, { name: 'readers', provider: 'lmstudio', readers: READERS, perSecond: null }),
    });
    const compare = (what: string, name: 'service' | 'words' | 'many') =>
      compareRows(
        { workload: 5, what, rounds: rounds.map((round) => ({ ours: round[name], floor: round.relay })) },
        {},
        ['p50', 'p99', 'cpuPerOperation'],
      );
    const rows = [
      absoluteRow(
        { workload: 5, what: 'first piece: model → client, sentences', figure: 'p50 beyond the relay', unit: 'ms' },
        rounds.map((round) => round.service.p50 - round.relay.p50),
        { most: FIRST_TOKEN_MS },
      ),
      ...compare('first piece: model → client, sentences', 'service'),
      ...compare('first piece: model → client, words', 'words'),
      ...compare(`first piece: ${SENDERS * READERS} readers at once`, 'many'),
    ];
    const notes = [
      `${PER_SECOND} messages a second; the age of the first piece when the client reads it, by the clock of the machine.`,
      'Words wait in the guard of replies until a sentence ends or 80 characters are there: that is what the filters look at.',
      `${SENDERS} messages at once with ${READERS} readers each: a stream of which a piece is missing makes the run void.`,
    ];
    return { workload: 5, rows, notes, mismatches, slots };
  } finally {
    await bench.stopPrograms();
    await ours.close();
  }
};
