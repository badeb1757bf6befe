import { newId } from '@message-service/shared/ids';
import { answersBut } from '../measure/reconcile.ts';
import { type Target, takeTurns } from '../measure/take-turns.ts';
import { compareRows, type Report } from '../report/row.ts';
import { openInstallation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import { startOwn } from '../world/start-apps.ts';
import type { Program } from '../world/start-program.ts';
import { storeConversation } from './messages-in-bulk.ts';

/** As many as the shortest conversation has, so that all contexts hold as much. */
const WINDOW = 10;
const LENGTHS = [10, 1_000, 10_000] as const;
const CONNECTIONS = 4;
const MOST = 1.3;

const target = (bench: Bench, program: Program, name: string, path: string): Target => ({
  name,
  pids: [program.pid],
  run: (seconds) =>
    bench.generator.run({
      kind: 'loop',
      url: program.url,
      connections: CONNECTIONS,
      seconds,
      request: { kind: 'get', path },
    }),
  settle: async ({ statuses }) => ({
    counts: { 'answered 200': statuses[200] ?? 0 },
    otherAnswers: answersBut(200, statuses),
  }),
});

/** 6: the context of the newest message of conversations of different lengths, with the cache and without. */
export const context = async (bench: Bench): Promise<Report> => {
  const ours = await openInstallation(bench, 'context', {
    DEFAULT_CONTEXT_WINDOW_SIZE: String(WINDOW),
    DEFAULT_LLM_PROVIDER: 'demo',
  });
  try {
    const kept = await startOwn(bench, 'context-builder', ours.environment);
    const fresh = await startOwn(bench, 'context-builder', { ...ours.environment, CONTEXT_CACHE_SECONDS: '0' });
    const floor = await startOwn(bench, 'pages-floor', ours.environment);
    const store = async (count: number) => {
      const owner = { user_id: newId('user'), conversation_id: newId('conv') };
      bench.say(`6 context: storing ${count} messages`);
      const newest = (await storeConversation(ours.ctx, owner, count, 'completed')).at(-1) ?? '';
      const range = { from: `${count - WINDOW + 1}`, to: `${count}`, limit: `${WINDOW}` };
      const find = `/page?${new URLSearchParams({ conversation_id: owner.conversation_id, ...range })}`;
      return { build: `/context?message_id=${newest}`, find };
    };
    const [short, middle, long] = [await store(LENGTHS[0]), await store(LENGTHS[1]), await store(LENGTHS[2])];
    const { rounds, slots, mismatches } = await takeTurns(bench, '6 context', {
      short: target(bench, fresh, `no cache, ${LENGTHS[0]}`, short.build),
      middle: target(bench, fresh, `no cache, ${LENGTHS[1]}`, middle.build),
      long: target(bench, fresh, `no cache, ${LENGTHS[2]}`, long.build),
      keptShort: target(bench, kept, `cache, ${LENGTHS[0]}`, short.build),
      keptLong: target(bench, kept, `cache, ${LENGTHS[2]}`, long.build),
      find: target(bench, floor, 'bounded find', long.find),
    });
    type Name = keyof (typeof rounds)[number];
    const compare = (what: string, one: Name, other: Name, isJudged: boolean) =>
      compareRows(
        { workload: 6, what, rounds: rounds.map((round) => ({ ours: round[one], floor: round[other] })) },
        isJudged ? { p50: { most: MOST }, cpuPerOperation: { most: MOST } } : {},
        ['cpuPerOperation', 'p50', 'p99', 'storeCpuPerOperation'],
      );
    const rows = [
      ...compare(`context without cache: ${LENGTHS[2]} against ${LENGTHS[0]} messages`, 'long', 'short', true),
      ...compare(`context without cache: ${LENGTHS[1]} against ${LENGTHS[0]} messages`, 'middle', 'short', true),
      ...compare(`context with cache: ${LENGTHS[2]} against ${LENGTHS[0]} messages`, 'keptLong', 'keptShort', true),
      ...compare('context without cache against its bounded find', 'long', 'find', false),
      ...compare('context with cache against its bounded find', 'keptLong', 'find', false),
    ];
    const notes = [
      `Windows of ${WINDOW} messages, ${CONNECTIONS} connections. In the first three, the right side is the short one.`,
    ];
    return { workload: 6, rows, notes, mismatches, slots };
  } finally {
    await bench.stopPrograms();
    await ours.close();
  }
};
