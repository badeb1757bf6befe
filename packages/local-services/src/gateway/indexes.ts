import { BSON } from 'bson';
import { type Command, EXACT, replyOk } from './command.ts';
import type { Gateway } from './commands.ts';
import { failureOfState, MongoFailure, unpackState } from './errors.ts';
import { queryRow } from './query.ts';

// The documented way builds in the background, by a job that wakes every 2 s; in line costs about 3 ms.
const CREATE = 'SELECT documentdb_api_internal.create_indexes_non_concurrently($1,$2,true)';

export async function createIndexes(gateway: Gateway, command: Command): Promise<Uint8Array> {
  const [reply] = await queryRow(gateway, command, CREATE, [command.db, command.body]);
  return reply as Buffer;
}

export async function dropIndexes(gateway: Gateway, command: Command): Promise<Uint8Array> {
  const sql = 'CALL documentdb_api.drop_indexes($1,$2,NULL)';
  const [page] = await queryRow(gateway, command, sql, [command.db, command.body]);
  const reply = BSON.deserialize(page as Buffer, EXACT);
  if (reply.ok === true || Number(reply.ok) === 1) return replyOk(reply);
  const { code, codeName } = failureOfState(unpackState(Number(reply.code)));
  throw new MongoFailure(code, codeName, String(reply.errmsg));
}
