import { connectPg } from './pg-connection.ts';

/**
 * Takes DocumentDB's two builders of indexes off its schedule, which start a process each every two seconds, idle or
 * not: the gateway has every index built by the command that asks for it. What removes expired documents stays.
 */
export async function stopIndexBuilders(socketPath: string): Promise<void> {
  const connection = await connectPg(socketPath, 'public', () => undefined);
  try {
    await connection.query(
      "SELECT cron.unschedule(jobid) FROM cron.job WHERE command LIKE '%build_index_concurrently%'",
    );
  } finally {
    connection.close();
  }
}
