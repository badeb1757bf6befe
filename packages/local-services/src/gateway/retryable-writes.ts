import type { Param, Row } from '../engine/pg-connection.ts';
import type { Command } from './command.ts';
import type { Gateway } from './commands.ts';
import type { EnginePool } from './engine-pool.ts';
import { MongoFailure } from './errors.ts';
import { queryRow } from './query.ts';

// The engine's own retry table covers a write of one document only: a batch that is sent again would be applied again.
// Ours holds the reply of every retryable write, put there by the statement that does the write.
const TABLE = `CREATE TABLE IF NOT EXISTS public.gateway_replies
  (key text PRIMARY KEY, reply documentdb_core.bson, success boolean, at timestamptz NOT NULL DEFAULT now())`;
const FORGET = "DELETE FROM public.gateway_replies WHERE at < now() - interval '10 minutes'";
const KEPT = 'SELECT reply, success FROM public.gateway_replies WHERE key = $1';

/**
 * Runs a write at most once for its key and gives its reply and whether all of it worked; asked again, it gives the reply
 * of the first time. Without a key it is simply run.
 */
export async function runOnce(
  gateway: Gateway,
  command: Command,
  call: string,
  params: Param[],
  key: string | null,
): Promise<Row> {
  if (key === null) return queryRow(gateway, command, `SELECT p_result, p_success FROM documentdb_api.${call}`, params);
  const sql = `WITH done AS MATERIALIZED (SELECT p_result, p_success FROM documentdb_api.${call}),
    kept AS (INSERT INTO public.gateway_replies (key, reply, success) SELECT $${params.length + 1}, p_result, p_success FROM done)
    SELECT p_result, p_success FROM done`;
  try {
    return await queryRow(gateway, command, sql, [...params, key]);
  } catch (error) {
    if (!(error instanceof MongoFailure) || !error.message.includes('gateway_replies_pkey')) throw error;
    return queryRow(gateway, command, KEPT, [key]);
  }
}

export async function prepareReplies(pool: EnginePool): Promise<void> {
  await pool.withConnection((connection) => connection.query(TABLE));
}

/** Forgets the replies of writes that no driver will send again. */
export async function forgetOldReplies(pool: EnginePool): Promise<void> {
  await pool.withConnection((connection) => connection.query(FORGET));
}
