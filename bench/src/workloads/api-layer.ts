import { z } from 'zod';
import type { LoopTask } from '../generator/task.ts';
import { answersBut } from '../measure/reconcile.ts';
import { type Target, takeTurns } from '../measure/take-turns.ts';
import { compareRows, type Report } from '../report/row.ts';
import { createTokens } from '../world/create-tokens.ts';
import type { Bench } from '../world/open-bench.ts';
import { startOwn } from '../world/start-apps.ts';
import type { Program } from '../world/start-program.ts';
import { strangers } from './accept-targets.ts';

const CONNECTIONS = 16;
const Counts = z.object({ stored: z.int(), queued: z.int() });

type Request = LoopTask['request'];

/** 2: the api without its stores, against bare Fastify that answers as many bytes. */
export const apiLayer = async (bench: Bench): Promise<Report> => {
  const { secret, senders } = createTokens(CONNECTIONS);
  const { apiServer, apiSettings } = bench.programs;
  const unused = 'stores://none';
  try {
    const api = await startOwn(bench, 'api-without-stores', {
      ENVIRONMENT: 'production',
      API_SERVER: apiServer,
      API_SETTINGS: apiSettings,
      MONGODB_URL: unused,
      REDIS_URL: unused,
      JWT_SECRET_KEY: secret,
      HASH_SECRET_KEY: secret,
      AUDIT_SECRET_KEY: `audit ${secret}`,
    });
    const floor = await startOwn(bench, 'plain-floor');
    let before = { stored: 0, queued: 0 };
    const target = (program: Program, wanted: number, request: Request): Target => ({
      name: `${program.name} ${request.kind}`,
      pids: [program.pid],
      run: (seconds) =>
        bench.generator.run({ kind: 'loop', url: program.url, connections: CONNECTIONS, seconds, request }),
      async settle({ statuses }) {
        const answered = { [`answered ${wanted}`]: statuses[wanted] ?? 0 };
        const otherAnswers = answersBut(wanted, statuses);
        if (program !== api || request.kind === 'get') return { counts: answered, otherAnswers };
        const now = Counts.parse(await api.ask('counts'));
        const { stored, queued } = before;
        before = now;
        return {
          counts: { ...answered, stored: now.stored - stored, queued: now.queued - queued },
          otherAnswers,
        };
      },
    });
    const live: Request = { kind: 'get', path: '/health/live' };
    const { rounds, slots, mismatches } = await takeTurns(bench, '2 api layer', {
      send: target(api, 202, { kind: 'send', senders }),
      sendFloor: target(floor, 202, { kind: 'send', senders: strangers(CONNECTIONS) }),
      live: target(api, 200, live),
      liveFloor: target(floor, 200, live),
    });
    const bounds = { cpuPerOperation: { most: 3 } };
    const figures = ['cpuPerOperation', 'rate', 'p50', 'p99'] as const;
    const hot = rounds.map((round) => ({ ours: round.send, floor: round.sendFloor }));
    const frame = rounds.map((round) => ({ ours: round.live, floor: round.liveFloor }));
    const rows = [
      ...compareRows({ workload: 2, what: 'POST /messages, stores stubbed', rounds: hot }, bounds, figures),
      ...compareRows({ workload: 2, what: 'GET /health/live', rounds: frame }, bounds, figures),
    ];
    const notes = [
      `The deployed server and verbs over stores that agree at once; ${CONNECTIONS} connections in a closed loop.`,
    ];
    return { workload: 2, rows, notes, mismatches, slots };
  } finally {
    await bench.stopPrograms();
  }
};
