import { messages } from '@message-service/core/messages';
import { countCommands } from '../measure/count-commands.ts';
import { answersBut, findMismatches } from '../measure/reconcile.ts';
import { absoluteRow, type Report, type Row } from '../report/row.ts';
import { createSenders, openInstallation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import { startApi } from '../world/start-apps.ts';
import { openQueue, SERVICE_QUEUE } from './accept-targets.ts';

const LIMIT = 50;
const PRESSURE = 6;
const COUNTED = 40;

type Side = Awaited<ReturnType<typeof openSide>>;
type Trial = { limit: string; accepted: number; mismatches: string[] };

/** An installation with two apis and one limit that binds. */
const openSide = async (bench: Bench, name: string, limit: string, variable: string) => {
  const installation = await openInstallation(bench, name, { [variable]: String(LIMIT) });
  const queue = openQueue(installation, SERVICE_QUEUE);
  const apis = [await startApi(bench, installation, '-1'), await startApi(bench, installation, '-2')] as const;
  return {
    limit,
    installation,
    queue: queue.queue,
    apis,
    async newSender() {
      const [sender] = await createSenders(installation, apis[0], 1);
      if (!sender) throw new Error('nobody to send as');
      return sender;
    },
    async close() {
      await queue.close();
      await installation.close();
    },
  };
};

/** One user sends many times what is allowed, all at once, in turn to both apis. */
const overrun = async (bench: Bench, side: Side): Promise<Trial> => {
  const urls = side.apis.map((api) => api.url);
  const sender = await side.newSender();
  const { statuses } = await bench.generator.run({ kind: 'burst', urls, count: LIMIT * PRESSURE, sender });
  const rows = messages(side.installation.ctx);
  const [stored, queued] = await Promise.all([
    rows.countDocuments(),
    side.queue.getJobCountByTypes('waiting', 'prioritized'),
  ]);
  await Promise.all([rows.deleteMany({}), side.queue.obliterate({ force: true })]);
  await side.queue.resume();
  const { 429: _, ...otherAnswers } = answersBut(202, statuses);
  const accepted = statuses[202] ?? 0;
  const mismatches = findMismatches({ counts: { 'answered 202': accepted, stored, queued }, otherAnswers });
  return { limit: side.limit, accepted, mismatches };
};

/** What one accepted message asks of Redis: all commands, and those for the limits. */
const commandsPerAccept = async (bench: Bench, { installation, apis, newSender }: Side) => {
  const sender = await newSender();
  const prefix = installation.environment.REDIS_PREFIX ?? '';
  const count = async (isCounted: (args: readonly string[]) => boolean) => {
    const send = async () => {
      const urls = [apis[0].url];
      const { statuses } = await bench.generator.run({ kind: 'burst', urls, count: COUNTED / 2, sender });
      if (statuses[202] !== COUNTED / 2) throw new Error(`not accepted: ${JSON.stringify(statuses)}`);
    };
    return (await countCommands(bench.redis.url, send, isCounted)) / (COUNTED / 2);
  };
  const ofInstallation = (args: readonly string[]) => args.some((arg) => arg.startsWith(`${prefix}:`));
  return {
    limits: await count((args) => args.some((arg) => arg.startsWith(`${prefix}:limit:`))),
    all: await count(ofInstallation),
  };
};

const overrunRows = (trials: readonly Trial[]): Row[] =>
  [...new Set(trials.map(({ limit }) => limit))].flatMap((limit) => {
    const own = trials.filter((trial) => trial.limit === limit);
    const about = { workload: 12, what: `${LIMIT} ${limit}, ${LIMIT * PRESSURE} sent to two apis`, unit: '' } as const;
    const over = own.map(({ accepted }) => Math.max(0, accepted - LIMIT));
    const under = own.map(({ accepted }) => Math.max(0, LIMIT - accepted));
    return [
      absoluteRow({ ...about, figure: 'accepted beyond it, worst' }, [Math.max(...over)], { exactly: 0 }),
      absoluteRow({ ...about, figure: 'accepted short of it, worst' }, [Math.max(...under)], null),
    ];
  });

/** 12: one round trip to Redis per accepted message, and nobody gets past a limit by writing to two processes at once. */
export const rateLimit = async (bench: Bench): Promise<Report> => {
  const sides: Side[] = [];
  try {
    sides.push(await openSide(bench, 'limit_minute', 'a minute', 'MAX_MESSAGES_PER_MINUTE'));
    sides.push(await openSide(bench, 'limit_at_once', 'at once', 'MAX_CONCURRENT_MESSAGES_PER_USER'));
    const trials: Trial[] = [];
    for (let round = 1; round <= bench.options.rounds; round++) {
      bench.say(`12 rate limit: round ${round} of ${bench.options.rounds}`);
      for (const side of sides) trials.push(await overrun(bench, side));
    }
    const [first] = sides;
    if (!first) throw new Error('no installation');
    const { limits, all } = await commandsPerAccept(bench, first);
    const about = { workload: 12, what: 'one accepted message', unit: '' } as const;
    const rows = [
      { ...absoluteRow({ ...about, figure: 'round trips for limits' }, [limits], { exactly: 1 }), floor: 1 },
      absoluteRow({ ...about, figure: 'round trips to Redis in all' }, [all], null),
      ...overrunRows(trials),
    ];
    const mismatches = trials.flatMap((trial, i) => trial.mismatches.map((wrong) => `trial ${i + 1}: ${wrong}`));
    const notes = [
      `A new user in each of ${bench.options.rounds} trials. Commands are counted by MONITOR, those of scripts left out.`,
    ];
    return { workload: 12, rows, notes, mismatches, slots: trials };
  } finally {
    await bench.stopPrograms();
    for (const side of sides) await side.close();
  }
};
