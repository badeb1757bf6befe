import { BSON, type Document } from 'bson';
import { type Command, EXACT, retryKey, splitDocuments } from './command.ts';
import type { Gateway } from './commands.ts';
import { duplicateIndexName, failureOfState, MongoFailure, unpackState } from './errors.ts';
import { queryRow } from './query.ts';

const DUPLICATE_KEY = 11_000;
const WRITE_CONFLICT = 112;
const UPSERT_ATTEMPTS = 10;

const KEY_OF_INDEX = `SELECT (index_spec).index_key FROM documentdb_api_catalog.collection_indexes
  JOIN documentdb_api_catalog.collections USING (collection_id)
  WHERE database_name = $1 AND collection_name = $2 AND (index_spec).index_name = $3`;

async function keyPattern(gateway: Gateway, command: Command, indexName: string): Promise<Document> {
  if (indexName === '_id_') return { _id: 1 };
  const [key] = await queryRow(gateway, command, KEY_OF_INDEX, [command.db, command.collection, indexName]);
  return key ? BSON.deserialize(key) : {};
}

async function duplicateKey(gateway: Gateway, command: Command, message: string) {
  const indexName = duplicateIndexName(message);
  if (indexName === null) return { errmsg: message };
  const errmsg = `E11000 duplicate key error collection: ${command.db}.${command.collection} index: ${indexName} dup key`;
  return { errmsg, keyPattern: await keyPattern(gateway, command, indexName) };
}

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

async function describeErrors(gateway: Gateway, command: Command, errors: WriteError[]): Promise<WriteError[]> {
  return Promise.all(
    errors.map(async (error) =>
      error.code === DUPLICATE_KEY ? { ...error, ...(await duplicateKey(gateway, command, error.errmsg)) } : error,
    ),
  );
}

/** An insert, update or delete: the engine's own answer is passed on unless something in it went wrong. */
export function write(functionName: 'insert' | 'update' | 'delete', sequenceName: string) {
  const sql = `SELECT * FROM documentdb_api.${functionName}($1,$2,$3,$4)`;
  return async (gateway: Gateway, command: Command): Promise<Uint8Array> => {
    const sequence = command.sequences.get(sequenceName) ?? null;
    const params = [command.db, command.body, sequence, retryKey(command)];
    const [page, success] = await queryRow(gateway, command, sql, params);
    if (success?.[0] === 1) return page as Buffer;
    let reply = readReply(page as Buffer);
    if (functionName === 'update') reply = await rerunLostUpserts(gateway, command, sql, reply);
    const errors = await describeErrors(gateway, command, reply.writeErrors ?? []);
    return BSON.serialize({ ...reply, ...(errors.length > 0 && { writeErrors: errors }) });
  };
}

function lostARace(error: WriteError, operation: Buffer | undefined): boolean {
  if (!operation) return false;
  if (error.code === WRITE_CONFLICT) return true;
  return error.code === DUPLICATE_KEY && BSON.deserialize(operation).upsert === true;
}

function updateOperations(command: Command): Buffer[] {
  const sequence = command.sequences.get('updates');
  if (sequence) return splitDocuments(sequence);
  return (BSON.deserialize(command.body, EXACT).updates as Document[]).map((update) =>
    Buffer.from(BSON.serialize(update)),
  );
}

/** Two upserts of one key: the loser is run again and finds the winner's document, as mongod does. */
async function rerunLostUpserts(
  gateway: Gateway,
  command: Command,
  sql: string,
  first: WriteReply,
): Promise<WriteReply> {
  const operations = updateOperations(command);
  const ordered = command.get('ordered') !== false;
  const { updates: _, ...envelope } = BSON.deserialize(command.body, EXACT);
  const body = Buffer.from(BSON.serialize(envelope));
  const total = { n: Number(first.n), nModified: Number(first.nModified ?? 0) };
  const upserted: Document[] = first.upserted ?? [];
  const final: WriteError[] = [];
  let failed = first.writeErrors ?? [];
  for (let attempt = 1; failed.length > 0; attempt++) {
    const again = failed.filter((error) => attempt < UPSERT_ATTEMPTS && lostARace(error, operations[error.index]));
    final.push(...failed.filter((error) => !again.includes(error)));
    const from = again[0]?.index;
    if (from === undefined) break;
    const positions = ordered
      ? Array.from({ length: operations.length - from }, (_, offset) => from + offset)
      : again.map((error) => error.index);
    const sequence = Buffer.concat(positions.map((index) => operations[index] as Buffer));
    const key = retryKey(command);
    const params = [command.db, body, sequence, key === null ? null : `${key}:${attempt}`];
    const [page] = await queryRow(gateway, command, sql, params);
    const reply = readReply(page as Buffer);
    const place = (index: number) => positions[index] ?? index;
    total.n += Number(reply.n);
    total.nModified += Number(reply.nModified ?? 0);
    for (const entry of reply.upserted ?? []) upserted.push({ ...entry, index: place(Number(entry.index)) });
    failed = (reply.writeErrors ?? []).map((error) => ({ ...error, index: place(error.index) }));
  }
  const { writeErrors: __, upserted: ___, ...rest } = first;
  const errors = final.sort((left, right) => left.index - right.index);
  return {
    ...rest,
    ...total,
    ...(upserted.length > 0 && { upserted }),
    ...(errors.length > 0 && { writeErrors: errors }),
  };
}

const FIND_AND_MODIFY = 'SELECT * FROM documentdb_api.find_and_modify($1,$2,$3)';

export async function findAndModify(gateway: Gateway, command: Command): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    try {
      const params = [command.db, command.body, retryKey(command)];
      const [page] = await queryRow(gateway, command, FIND_AND_MODIFY, params);
      return page as Buffer;
    } catch (error) {
      if (!(error instanceof MongoFailure) || (error.code !== DUPLICATE_KEY && error.code !== WRITE_CONFLICT))
        throw error;
      const upsertRace = error.code === WRITE_CONFLICT || command.get('upsert') === true;
      if (upsertRace && attempt < UPSERT_ATTEMPTS) continue;
      const { errmsg, ...extra } = await duplicateKey(gateway, command, error.message);
      throw new MongoFailure(error.code, error.codeName, errmsg, extra);
    }
  }
}
