import { Long } from 'bson';
import { type Command, replyOk } from './command.ts';
import type { Gateway } from './commands.ts';
import { MongoFailure } from './errors.ts';
import { queryRow } from './query.ts';

export type OpenCursor = { db: string; continuation: Buffer; usedAt: number };

const IDLE_MS = 600_000;

/** Runs a function that answers a first page, and remembers where the next one starts. */
export function firstPage(functionName: string) {
  const sql = `SELECT cursorpage, continuation, persistconnection, cursorid FROM documentdb_api.${functionName}($1,$2)`;
  return async (gateway: Gateway, command: Command): Promise<Uint8Array> => {
    const [page, continuation, , id] = await queryRow(gateway, command, sql, [command.db, command.body]);
    if (continuation && id) {
      const key = id.readBigInt64BE().toString();
      gateway.cursors.set(key, { db: command.db, continuation, usedAt: Date.now() });
    }
    return page as Buffer;
  };
}

const GET_MORE = 'SELECT cursorpage, continuation FROM documentdb_api.cursor_get_more($1,$2,$3)';

export async function getMore(gateway: Gateway, command: Command): Promise<Uint8Array> {
  const id = String(command.get('getMore'));
  const cursor = gateway.cursors.get(id);
  if (!cursor) throw new MongoFailure(43, 'CursorNotFound', `cursor id ${id} not found`);
  gateway.cursors.delete(id);
  const [page, continuation] = await queryRow(gateway, command, GET_MORE, [
    cursor.db,
    command.body,
    cursor.continuation,
  ]);
  if (continuation) gateway.cursors.set(id, { ...cursor, continuation, usedAt: Date.now() });
  return page as Buffer;
}

export async function killCursors(gateway: Gateway, command: Command): Promise<Uint8Array> {
  const ids = command.get('cursors');
  if (!Array.isArray(ids)) throw new MongoFailure(14, 'TypeMismatch', 'cursors must be an array');
  const killed: Long[] = [];
  const unknown: Long[] = [];
  for (const id of ids.map((value) => Long.fromString(String(value)))) {
    (gateway.cursors.delete(id.toString()) ? killed : unknown).push(id);
  }
  if (killed.length > 0) {
    await queryRow(gateway, command, 'SELECT documentdb_api_internal.delete_cursors($1)', [`{${killed.join()}}`]);
  }
  return replyOk({ cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] });
}

/** Forgets cursors that nobody has asked for in ten minutes, as mongod does. */
export function dropIdleCursors(cursors: Map<string, OpenCursor>, now: number): void {
  for (const [id, cursor] of cursors) if (now - cursor.usedAt > IDLE_MS) cursors.delete(id);
}
