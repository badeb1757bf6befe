import { takeTurns } from '../measure/take-turns.ts';
import { compareRows, type Report } from '../report/row.ts';
import { createSenders, openInstallation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import { startApi, startOwn } from '../world/start-apps.ts';
import { acceptTarget, FLOOR_QUEUE, openQueue, SERVICE_QUEUE, strangers } from './accept-targets.ts';

const CONNECTIONS = 32;

/** 1: POST /messages → 202, against bare Fastify with one insertOne and one queue.add on the same engines. */
export const accept = async (bench: Bench): Promise<Report> => {
  const ours = await openInstallation(bench, 'accept');
  const bare = await openInstallation(bench, 'accept_floor', {}, { schema: false });
  const queues = [openQueue(ours, SERVICE_QUEUE), openQueue(bare, FLOOR_QUEUE)] as const;
  try {
    const api = await startApi(bench, ours);
    const floor = await startOwn(bench, 'accept-floor', bare.environment);
    const senders = await createSenders(ours, api, CONNECTIONS);
    const { rounds, slots, mismatches } = await takeTurns(bench, '1 accept', {
      ours: acceptTarget(
        bench,
        { name: 'service', program: api, installation: ours, queue: queues[0].queue, senders },
        CONNECTIONS,
      ),
      floor: acceptTarget(
        bench,
        {
          name: 'floor',
          program: floor,
          installation: bare,
          queue: queues[1].queue,
          senders: strangers(CONNECTIONS),
        },
        CONNECTIONS,
      ),
    });
    const rows = compareRows(
      { workload: 1, what: 'POST /messages → 202', rounds },
      { cpuPerOperation: { most: 1.8 }, rate: { least: 0.85 }, p99: { most: 1.5 } },
    );
    const notes = [`${CONNECTIONS} connections, each a user with a conversation of their own, in a closed loop.`];
    return { workload: 1, rows, notes, mismatches, slots };
  } finally {
    await Promise.all(queues.map((queue) => queue.close()));
    await bench.stopPrograms();
    await Promise.all([ours.close(), bare.close()]);
  }
};
