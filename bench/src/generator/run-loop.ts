import { type Answer, type Connection, connect } from './connection.ts';
import { createTally } from './tally.ts';
import type { LoopTask, TaskResult } from './task.ts';

const prepare = ({ request }: LoopTask, index: number): ((connection: Connection) => Promise<Answer>) => {
  if (request.kind === 'get') return (connection) => connection.get(request.path, request.authorization);
  const sender = request.senders[index % request.senders.length];
  if (!sender) throw new Error('nobody to send as');
  return (connection) => connection.send(sender);
};

/** Keeps every connection busy until the time is over, then waits for the last answers. */
export const runLoop = async (task: LoopTask): Promise<TaskResult> => {
  const tally = createTally(task.request.kind === 'get' ? 200 : 202);
  const started = performance.now();
  const deadline = started + task.seconds * 1_000;
  await Promise.all(
    Array.from({ length: task.connections }, async (_, index) => {
      const connection = connect(task.url);
      const act = prepare(task, index);
      for (let from = performance.now(); from < deadline; from = performance.now()) {
        const { status } = await act(connection);
        tally.add(status, performance.now() - from);
      }
      await connection.close();
    }),
  );
  return tally.result((performance.now() - started) / 1_000);
};
