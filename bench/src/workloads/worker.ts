import { takeTurns } from '../measure/take-turns.ts';
import { absoluteRow, compareRows, type Report } from '../report/row.ts';
import { median } from '../statistics/median.ts';
import { openInstallation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import { startOwn, startWorker } from '../world/start-apps.ts';
import { startLlm } from '../world/start-llm.ts';
import { FLOOR_QUEUE, openQueue, SERVICE_QUEUE } from './accept-targets.ts';
import { floorWorker, idealRate, serviceWorker } from './worker-targets.ts';

const PACE = { concurrency: 100, llmMs: 200 };
const ENOUGH_OF_IDEAL = 0.8;
/** Only where the floor comes this near to the ideal is the machine able to show it. */
const FLOOR_OF_IDEAL = 0.9;

/** 3: the worker at concurrency 100 with an LLM of 200 ms, against a bare BullMQ worker: one fetch, two writes. */
export const worker = async (bench: Bench): Promise<Report> => {
  const ours = await openInstallation(bench, 'worker');
  const bare = await openInstallation(bench, 'worker_floor', {}, { schema: false });
  const queues = [openQueue(ours, SERVICE_QUEUE), openQueue(bare, FLOOR_QUEUE)] as const;
  try {
    const llm = await startLlm(bench);
    const process = await startWorker(bench, ours, {
      LMSTUDIO_BASE_URL: llm.url,
      WORKER_CONCURRENCY: String(PACE.concurrency),
    });
    const floor = await startOwn(bench, 'worker-floor', {
      ...bare.environment,
      LLM_URL: llm.url,
      CONCURRENCY: String(PACE.concurrency),
    });
    const { rounds, slots, mismatches } = await takeTurns(bench, '3 worker', {
      ours: serviceWorker({ name: 'service', program: process, installation: ours, queue: queues[0].queue, llm }, PACE),
      floor: floorWorker({ name: 'floor', program: floor, installation: bare, queue: queues[1].queue, llm }, PACE),
    });
    const what = `worker, ${PACE.concurrency} at once, LLM ${PACE.llmMs} ms`;
    const figures = ['cpuPerOperation', 'rate', 'storeCpuPerOperation'] as const;
    const ideal = idealRate(PACE);
    const floorShare = median(rounds.map((round) => round.floor.rate / ideal));
    const shares = rounds.map((round) => round.ours.rate / ideal);
    const applies = floorShare >= FLOOR_OF_IDEAL;
    const about = { workload: 3, what, figure: `share of the ideal ${ideal}/s`, unit: '' } as const;
    const rows = [
      ...compareRows({ workload: 3, what, rounds }, { rate: { least: 0.85 } }, figures),
      absoluteRow(about, shares, applies ? { least: ENOUGH_OF_IDEAL } : null),
    ];
    const reached = `The floor reaches ${floorShare.toFixed(2)} of the ideal rate`;
    const notes = applies
      ? []
      : [`${reached}, below ${FLOOR_OF_IDEAL}: nothing is demanded of the share of the ideal.`];
    return { workload: 3, rows, notes, mismatches, slots };
  } finally {
    await Promise.all(queues.map((queue) => queue.close()));
    await bench.stopPrograms();
    await Promise.all([ours.close(), bare.close()]);
  }
};
