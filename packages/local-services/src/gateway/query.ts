import { type Param, type PgConnection, PgError, type Row } from '../engine/pg-connection.ts';
import type { Command } from './command.ts';
import type { Gateway } from './commands.ts';
import { toFailure } from './errors.ts';

const LOST_A_RACE = new Set(['40P01', '40001']);
const ATTEMPTS = 5;
const SET_TIMEOUT = "SELECT set_config('statement_timeout', $1, false)";

function timeLimit(command: Command): number {
  return command.name === 'getMore' ? 0 : Number(command.get('maxTimeMS') ?? 0);
}

async function runLimited(connection: PgConnection, limit: number, sql: string, params: Param[]): Promise<Row[]> {
  if (!(limit > 0)) return connection.query(sql, params);
  const [, rows] = await Promise.allSettled([
    connection.query(SET_TIMEOUT, [String(Math.trunc(limit))]),
    connection.query(sql, params),
    connection.query(SET_TIMEOUT, ['0']),
  ]);
  if (rows.status === 'rejected') throw rows.reason;
  return rows.value;
}

/**
 * Runs one statement under the command's maxTimeMS. A deadlock or serialization failure has applied nothing and is run
 * again. Throws PgError and EngineLost.
 */
export async function queryRaw(gateway: Gateway, command: Command, sql: string, params: Param[]): Promise<Row[]> {
  const limit = timeLimit(command);
  for (let attempt = 1; ; attempt++) {
    try {
      return await gateway.pool.withConnection((connection) => runLimited(connection, limit, sql, params));
    } catch (error) {
      if (!(error instanceof PgError && LOST_A_RACE.has(error.state) && attempt < ATTEMPTS)) throw error;
    }
  }
}

/** Like queryRaw, but gives the first row and throws MongoFailure where the engine answered an error. */
export async function queryRow(gateway: Gateway, command: Command, sql: string, params: Param[]): Promise<Row> {
  try {
    return (await queryRaw(gateway, command, sql, params))[0] ?? [];
  } catch (error) {
    throw error instanceof PgError ? toFailure(error) : error;
  }
}
