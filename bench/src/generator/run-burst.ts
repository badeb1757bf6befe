import { connect } from './connection.ts';
import { createTally } from './tally.ts';
import type { BurstTask, TaskResult } from './task.ts';

/** One connection per request, so that none waits for another before it reaches the service. */
export const runBurst = async (task: BurstTask): Promise<TaskResult> => {
  const tally = createTally(202);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: task.count }, async (_, n) => {
      const connection = connect(task.urls[n % task.urls.length] ?? '');
      const from = performance.now();
      const { status } = await connection.send(task.sender);
      tally.add(status, performance.now() - from);
      await connection.close();
    }),
  );
  return tally.result((performance.now() - started) / 1_000);
};
