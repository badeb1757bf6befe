import { randomBytes } from 'node:crypto';
import { Binary, type Document } from 'bson';
import { EngineLost } from '../engine/pg-connection.ts';
import { type Command, replyOk } from './command.ts';
import { firstPage, getMore, killCursors, type OpenCursor } from './cursors.ts';
import type { EnginePool } from './engine-pool.ts';
import { MongoFailure } from './errors.ts';
import { explain } from './explain.ts';
import { queryRow } from './query.ts';
import { createIndexes, dropIndexes, findAndModify, write } from './writes.ts';

export type Gateway = { pool: EnginePool; cursors: Map<string, OpenCursor> };
export type Handler = (gateway: Gateway, command: Command) => Promise<Uint8Array> | Uint8Array;

const VERSION = '7.0.0';

// As a mongos: the driver then uses sessions and retryable writes and expects no replica set members.
// Wire version 21 is that of MongoDB 7.0; 25 would make drivers send the bulkWrite command.
function hello(): Uint8Array {
  return replyOk({
    ismaster: true,
    isWritablePrimary: true,
    helloOk: true,
    msg: 'isdbgrid',
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 25_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
  });
}

function say(fields: Document = {}): Handler {
  return () => replyOk(fields);
}

function forward(call: string, params: (command: Command) => (string | Buffer)[]): Handler {
  return async (gateway, command) => {
    const [reply] = await queryRow(gateway, command, `SELECT documentdb_api.${call}`, params(command));
    return reply as Buffer;
  };
}

const dbAndBody = (command: Command) => [command.db, command.body];
const scaleOf = (command: Command) => String(Number(command.get('scale') ?? 1));

const drop: Handler = async (gateway, command) => {
  const params = [command.db, command.collection];
  await queryRow(gateway, command, 'SELECT documentdb_api.drop_collection($1,$2)', params);
  return replyOk({ ns: params.join('.') });
};

const dropDatabase: Handler = async (gateway, command) => {
  await queryRow(gateway, command, 'SELECT documentdb_api.drop_database($1)', [command.db]);
  return replyOk({ dropped: command.db });
};

const buildInfo = {
  version: VERSION,
  versionArray: [7, 0, 0, 0],
  modules: [],
  maxBsonObjectSize: 16_777_216,
  bits: 64,
};

const handlers = new Map<string, Handler>(
  Object.entries({
    hello,
    ismaster: hello,
    isMaster: hello,
    ping: say(),
    endSessions: say(),
    refreshSessions: say(),
    killSessions: say(),
    startSession: () => replyOk({ id: { id: new Binary(randomBytes(16), 4) }, timeoutMinutes: 30 }),
    buildInfo: say(buildInfo),
    buildinfo: say(buildInfo),
    getParameter: say({ featureCompatibilityVersion: { version: '7.0' } }),
    connectionStatus: say({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
    serverStatus: () => replyOk({ host: '127.0.0.1', version: VERSION, process: 'gateway', uptime: process.uptime() }),
    find: firstPage('find_cursor_first_page'),
    aggregate: firstPage('aggregate_cursor_first_page'),
    listCollections: firstPage('list_collections_cursor_first_page'),
    listIndexes: firstPage('list_indexes_cursor_first_page'),
    getMore,
    killCursors,
    insert: write('insert', 'documents'),
    update: write('update', 'updates'),
    delete: write('delete', 'deletes'),
    findAndModify,
    findandmodify: findAndModify,
    explain,
    createIndexes,
    dropIndexes,
    count: forward('count_query($1,$2)', dbAndBody),
    distinct: forward('distinct_query($1,$2)', dbAndBody),
    create: forward('create_collection_view($1,$2)', dbAndBody),
    validate: forward('validate($1,$2)', dbAndBody),
    collMod: forward('coll_mod($1,$2,$3)', (command) => [command.db, command.collection, command.body]),
    collStats: forward('coll_stats($1,$2,$3)', (command) => [command.db, command.collection, scaleOf(command)]),
    dbStats: forward('db_stats($1,$2)', (command) => [command.db, scaleOf(command)]),
    listDatabases: forward('list_databases($1)', (command) => [command.body]),
    currentOp: forward('current_op_command($1)', (command) => [command.body]),
    renameCollection: forward('rename_collection($1::documentdb_core.bson)', (command) => [command.body]),
    drop,
    dropDatabase,
  } satisfies Record<string, Handler>),
);

export function isGreeting(command: Command): boolean {
  return handlers.get(command.name) === hello;
}

/** Answers one command. Throws MongoFailure for what the client may be told, EngineLost when nothing can be told. */
export async function runCommand(gateway: Gateway, command: Command): Promise<Uint8Array> {
  if (!gateway.pool.isUp()) throw new EngineLost('it is not running');
  const handler = handlers.get(command.name);
  if (!handler) throw new MongoFailure(59, 'CommandNotFound', `no such command: '${command.name}'`);
  if (command.get('autocommit') === false) {
    throw new MongoFailure(20, 'IllegalOperation', 'transactions are not supported by this development engine');
  }
  return handler(gateway, command);
}
