import { analyticsProjection } from '@message-service/core/analytics';
import { seedTraffic } from '@message-service/core/demo';
import { messages } from '@message-service/core/messages';
import { newId } from '@message-service/shared/ids';
import { signToken } from '@message-service/testing/processes';
import { z } from 'zod';
import { answersBut } from '../measure/reconcile.ts';
import { type Target, takeTurns } from '../measure/take-turns.ts';
import { absoluteRow, compareRows, type Report } from '../report/row.ts';
import { type Installation, openInstallation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import { startApi, startOwn } from '../world/start-apps.ts';
import type { Program } from '../world/start-program.ts';

const DAY_MS = 86_400_000;
/** Days of the report: one summary each by model, and one of what has none, come to at most 400. */
const DAYS = 60;
const TRAFFIC_DAYS = 150;
const CONNECTIONS = 4;
const RAW_RUNS = 3;
/** What is demanded of summaries over so many messages: the fewer there are, the faster is a look at all of them. */
const MANY = 1_000_000;

const Sums = z.object({ messages: z.int(), total_tokens: z.int() });
type Sums = z.infer<typeof Sums>;
const Rows = Sums.extend({ rows: z.int() });

const read = async <T>(url: string, schema: z.ZodType<T>, authorization?: string): Promise<T> => {
  const response = await fetch(url, authorization === undefined ? {} : { headers: { authorization } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
};

/** The same figures from the messages themselves, as one would without summaries. Milliseconds, and what came out. */
const aggregateRaw = async ({ ctx }: Installation, from: Date, to: Date): Promise<Sums & { ms: number }> => {
  const began = performance.now();
  const days = await messages(ctx)
    .aggregate<Sums>(
      [
        { $match: { 'timestamps.created_at': { $gte: from, $lt: to }, role: 'assistant' } },
        {
          $group: {
            _id: { $dateToString: { date: '$timestamps.created_at', format: '%Y-%m-%d' } },
            messages: { $sum: 1 },
            total_tokens: { $sum: '$token_usage.total_tokens' },
          },
        },
      ],
      { allowDiskUse: true },
    )
    .toArray();
  const sum = (name: keyof Sums) => days.reduce((total, day) => total + day[name], 0);
  return { messages: sum('messages'), total_tokens: sum('total_tokens'), ms: performance.now() - began };
};

const readTarget = (bench: Bench, program: Program, name: string, path: string, authorization?: string): Target => ({
  name,
  pids: [program.pid],
  run: (seconds) =>
    bench.generator.run({
      kind: 'loop',
      url: program.url,
      connections: CONNECTIONS,
      seconds,
      request: { kind: 'get', path, authorization },
    }),
  settle: async ({ statuses }) => ({
    counts: { 'answered 200': statuses[200] ?? 0 },
    otherAnswers: answersBut(200, statuses),
  }),
});

const seed = async (bench: Bench, ours: Installation, until: Date): Promise<string> => {
  const plan = { messages: bench.options.messages, seed: 1, days: TRAFFIC_DAYS, until };
  bench.say(`8 token usage: seeding ${plan.messages} messages`);
  const began = performance.now();
  let next = 0.1;
  const onProgress = (done: number) => {
    if (done < next * plan.messages) return;
    bench.say(`8 token usage: ${done} messages`);
    next += 0.1;
  };
  // the search index, which no report reads, would take longer than all the rest
  const seeded = await seedTraffic(ours.ctx, plan, { onProgress, projections: [analyticsProjection] });
  const seconds = (performance.now() - began) / 1_000;
  return `${seeded.messages} messages of ${TRAFFIC_DAYS} days, seeded with their events and summaries in ${seconds.toFixed(0)} s (${Math.round(seeded.messages / seconds)} a second).`;
};

/** 8: a report of 60 days over many messages; the floor reads as many summaries and adds them up. */
export const tokenUsage = async (bench: Bench): Promise<Report> => {
  const ours = await openInstallation(bench, 'usage');
  try {
    const until = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS);
    const from = new Date(until.getTime() - DAYS * DAY_MS);
    const notes = [await seed(bench, ours, until)];
    const api = await startApi(bench, ours);
    const floor = await startOwn(bench, 'usage-floor', ours.environment);
    const range = new URLSearchParams({ from: from.toISOString(), to: until.toISOString() });
    const authorization = `Bearer ${signToken(ours.secret, newId('user'), ['user', 'admin'])}`;
    const [report, usage] = [`/analytics/token-usage?${range}`, `/usage?${range}`];
    const { rounds, slots, mismatches } = await takeTurns(bench, '8 token usage', {
      report: readTarget(bench, api, 'token usage by day', report, authorization),
      floor: readTarget(bench, floor, 'find and sum', usage),
    });

    const { totals } = await read(`${api.url}${report}`, z.object({ totals: Sums }), authorization);
    const summed = await read(`${floor.url}${usage}`, Rows);
    const raw: Awaited<ReturnType<typeof aggregateRaw>>[] = [];
    for (let run = 0; run < RAW_RUNS; run++) raw.push(await aggregateRaw(ours, from, until));
    for (const [name, sums] of Object.entries({ 'the summaries': summed, 'the messages': raw[0] }))
      if (sums?.messages !== totals.messages || sums.total_tokens !== totals.total_tokens)
        mismatches.push(`the report has ${JSON.stringify(totals)}, ${name} come to ${JSON.stringify(sums)}`);

    const times = rounds.map((round) => round.report.p50);
    const slowest = Math.max(...times);
    const figure = { workload: 8, what: `raw aggregation of the same ${DAYS} days`, unit: '' } as const;
    const rows = [
      ...compareRows(
        {
          workload: 8,
          what: `token usage of ${DAYS} days`,
          rounds: rounds.map((round) => ({ ours: round.report, floor: round.floor })),
        },
        { p50: { most: 3 }, cpuPerOperation: { most: 3 } },
      ),
      absoluteRow(
        { ...figure, figure: 'time', unit: 'ms' },
        raw.map(({ ms }) => ms),
        null,
      ),
      absoluteRow(
        { ...figure, figure: "times the report's p50" },
        raw.map(({ ms }) => ms / slowest),
        bench.options.messages >= MANY ? { least: 50 } : null,
      ),
    ];
    notes.push(
      `The report and its floor read ${summed.rows} summaries, ${CONNECTIONS} connections; ${totals.messages} replies, ${totals.total_tokens} tokens in all three.`,
    );
    return { workload: 8, rows, notes, mismatches, slots };
  } finally {
    await bench.stopPrograms();
    await ours.close();
  }
};
