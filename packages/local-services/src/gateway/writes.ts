import { setTimeout as sleep } from 'node:timers/promises';
import { BSON, type Document } from 'bson';
import { type Command, EXACT, retryKey, splitDocuments } from './command.ts';
import type { Gateway } from './commands.ts';
import { describeDuplicate } from './duplicate-key.ts';
import { failureOfState, MongoFailure, unpackState } from './errors.ts';
import { queryRow } from './query.ts';
import { runOnce } from './retryable-writes.ts';

const DUPLICATE_KEY = 11_000;
const WRITE_CONFLICT = 112;
const UPSERT_ATTEMPTS = 10;
const MAX_PAUSE_MS = 50;

type WriteError = Document & { index: number; code: number; errmsg: string };
type WriteReply = Document & { n: number; writeErrors?: WriteError[] };

function readReply(page: Buffer): WriteReply {
  const reply = BSON.deserialize(page, EXACT) as WriteReply;
  for (const error of reply.writeErrors ?? []) {
    error.index = Number(error.index);
    error.code = failureOfState(unpackState(Number(error.code))).code;
  }
  return reply;
}

/** An insert, update or delete: the engine's own answer is passed on unless something in it went wrong. */
export function write(functionName: 'insert' | 'update' | 'delete', sequenceName: string) {
  const call = `${functionName}($1,$2,$3,NULL)`;
  return async (gateway: Gateway, command: Command): Promise<Uint8Array> => {
    const params = [command.db, command.body, command.sequences.get(sequenceName) ?? null];
    const [page, success] = await runOnce(gateway, command, call, params, retryKey(command));
    if (success?.[0] === 1) return page as Buffer;
    const first = readReply(page as Buffer);
    const reply = await rerunLosers(gateway, command, { call, sequenceName }, first);
    for (const error of reply.writeErrors ?? []) {
      if (error.code === DUPLICATE_KEY) Object.assign(error, await describeDuplicate(gateway, command, error.errmsg));
    }
    return BSON.serialize(reply);
  };
}

function lostARace(error: WriteError, operation: Buffer | undefined): boolean {
  if (error.code === WRITE_CONFLICT) return true;
  return error.code === DUPLICATE_KEY && operation !== undefined && BSON.deserialize(operation).upsert === true;
}

// Two upserts of one key, or two writes that wait for each other: the loser, of which nothing was applied, is run again,
// as mongod does; an upsert then finds the winner's document. Of an ordered batch what comes after it is run too, as the
// engine stopped there.
async function rerunLosers(
  gateway: Gateway,
  command: Command,
  { call, sequenceName }: { call: string; sequenceName: string },
  first: WriteReply,
): Promise<WriteReply> {
  const { [sequenceName]: inBody, ...envelope } = BSON.deserialize(command.body, EXACT);
  const sequence = command.sequences.get(sequenceName);
  const operations = sequence
    ? splitDocuments(sequence)
    : (inBody as Document[]).map((operation) => Buffer.from(BSON.serialize(operation)));
  const isOrdered = command.get('ordered') !== false;
  const key = retryKey(command);
  const { writeErrors: firstErrors = [], upserted = [], ...total } = first;
  const settled: WriteError[] = [];
  let failed: WriteError[] = firstErrors;
  for (let attempt = 1; failed.length > 0; attempt++) {
    const again = failed.filter((error) => attempt < UPSERT_ATTEMPTS && lostARace(error, operations[error.index]));
    settled.push(...failed.filter((error) => !again.includes(error)));
    const places = again.map((error) => error.index);
    const [from] = places;
    if (from === undefined) break;
    // whoever waited for each other must not meet again
    if (attempt > 1) await sleep(Math.random() * MAX_PAUSE_MS);
    if (isOrdered) for (let place = from + 1; place < operations.length; place++) places.push(place);
    const batch = Buffer.concat(places.map((place) => operations[place] ?? Buffer.alloc(0)));
    const params = [command.db, BSON.serialize(envelope), batch];
    const [page] = await runOnce(gateway, command, call, params, key && `${key}:${attempt}`);
    const reply = readReply(page as Buffer);
    const placeOf = (entry: Document) => ({ ...entry, index: places[Number(entry.index)] ?? 0 });
    total.n = Number(total.n) + Number(reply.n);
    if (total.nModified !== undefined) total.nModified = Number(total.nModified) + Number(reply.nModified);
    upserted.push(...(reply.upserted ?? []).map(placeOf));
    failed = (reply.writeErrors ?? []).map((error) => ({ ...error, ...placeOf(error) }));
  }
  settled.sort((left, right) => left.index - right.index);
  return { ...total, ...(upserted.length > 0 && { upserted }), ...(settled.length > 0 && { writeErrors: settled }) };
}

export async function findAndModify(gateway: Gateway, command: Command): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    try {
      const params = [command.db, command.body];
      const [page] = await runOnce(gateway, command, 'find_and_modify($1,$2,NULL)', params, retryKey(command));
      return page as Buffer;
    } catch (error) {
      if (!(error instanceof MongoFailure)) throw error;
      const isDuplicate = error.code === DUPLICATE_KEY;
      const lost = error.code === WRITE_CONFLICT || (isDuplicate && command.get('upsert') === true);
      if (lost && attempt < UPSERT_ATTEMPTS) continue;
      if (!isDuplicate) throw error;
      const { errmsg, ...extra } = await describeDuplicate(gateway, command, error.message);
      throw new MongoFailure(error.code, error.codeName, errmsg, extra);
    }
  }
}

// The documented way builds indexes in the background, by a job that wakes every 2 s; in line costs about 3 ms.
const CREATE_INDEXES = 'SELECT documentdb_api_internal.create_indexes_non_concurrently($1,$2,true)';

export async function createIndexes(gateway: Gateway, command: Command): Promise<Uint8Array> {
  try {
    const [reply] = await queryRow(gateway, command, CREATE_INDEXES, [command.db, command.body]);
    return reply as Buffer;
  } catch (error) {
    if (!(error instanceof MongoFailure) || error.code !== DUPLICATE_KEY) throw error;
    const [index, ...others] = (command.get('indexes') as Document[] | undefined) ?? [];
    const errmsg = `E11000 duplicate key error collection: ${command.db}.${command.collection} index: ${index?.name} dup key`;
    throw new MongoFailure(error.code, error.codeName, errmsg, others.length === 0 ? { keyPattern: index?.key } : {});
  }
}

export async function dropIndexes(gateway: Gateway, command: Command): Promise<Uint8Array> {
  const sql = 'CALL documentdb_api.drop_indexes($1,$2,NULL)';
  const [page] = await queryRow(gateway, command, sql, [command.db, command.body]);
  const reply = BSON.deserialize(page as Buffer, EXACT);
  if (reply.ok === true || Number(reply.ok) === 1) return BSON.serialize({ ...reply, ok: 1 });
  const { code, codeName } = failureOfState(unpackState(Number(reply.code)));
  throw new MongoFailure(code, codeName, String(reply.errmsg));
}
