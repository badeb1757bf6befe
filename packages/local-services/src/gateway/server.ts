import net from 'node:net';
import { BSON, BSONError } from 'bson';
import { EngineLost } from '../engine/pg-connection.ts';
import { createFrameSplitter, FrameError, type FrameSplitter, mongoFrames } from '../system/frames.ts';
import { type Command, readCommand, replyHeader } from './command.ts';
import { type Gateway, isGreeting, runCommand } from './commands.ts';
import { dropIdleCursors } from './cursors.ts';
import { createEnginePool } from './engine-pool.ts';
import { MongoFailure } from './errors.ts';
import { forgetOldReplies, prepareReplies } from './retryable-writes.ts';

const MAX_CLIENTS = 1_000;
const ENGINE_CONNECTIONS = 40;
const FRAME_DEADLINE_MS = 60_000;
const LARGE_FRAME_BYTES = 1024 * 1024;
const MAX_UNFINISHED_BYTES = 256 * 1024 * 1024;
const SWEEP_EVERY_MS = 10_000;

type Client = {
  socket: net.Socket;
  splitter: FrameSplitter;
  frames: Buffer[];
  busy: boolean;
  unfinishedBytes: number;
  unfinishedSince: number;
};

function replyError(code: number, codeName: string, errmsg: string, extra: object = {}): Uint8Array {
  return BSON.serialize({ ok: 0, errmsg, code, codeName, ...extra });
}

async function answer(gateway: Gateway, command: Command): Promise<Uint8Array> {
  try {
    return await runCommand(gateway, command);
  } catch (error) {
    if (error instanceof MongoFailure) return replyError(error.code, error.codeName, error.message, error.extra);
    if (error instanceof EngineLost && !isGreeting(command)) {
      const labels = command.get('txnNumber') === undefined ? {} : { errorLabels: ['RetryableWriteError'] };
      return replyError(91, 'ShutdownInProgress', `the engine went away: ${error.message}`, labels);
    }
    if (error instanceof EngineLost || error instanceof FrameError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof BSONError
      ? replyError(9, 'FailedToParse', message)
      : replyError(1, 'InternalError', message);
  }
}

// Waits until the answer is taken, so that a client that does not read holds one answer and no more.
function send(socket: net.Socket, command: Command, reply: Uint8Array): Promise<void> | undefined {
  if (socket.write(Buffer.concat([replyHeader(command, reply.length), reply])) || socket.destroyed) return undefined;
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

// One command at a time per client, and no reading ahead while it runs or while its answer is not taken.
async function work(gateway: Gateway, client: Client): Promise<void> {
  const { socket, frames } = client;
  client.busy = true;
  try {
    for (let frame = frames.shift(); frame && !socket.destroyed; frame = frames.shift()) {
      const command = readCommand(frame);
      const reply = await answer(gateway, command);
      if (command.wantsReply) await send(socket, command, reply);
    }
    socket.resume();
  } catch (error) {
    report(error);
    socket.destroy();
  } finally {
    client.busy = false;
  }
}

// Hostile bytes close the socket, and so does a greeting while the engine is away: a driver takes that for a server that
// is down and waits. Other commands get an answer: drivers do not retry all the faults of a socket closed under them.
function report(error: unknown): void {
  if ([FrameError, EngineLost, BSONError, RangeError].some((kind) => error instanceof kind)) return;
  process.stderr.write(`gateway: ${error instanceof Error ? error.stack : String(error)}\n`);
}

/** Bytes of unfinished frames over all clients: what hostile ones can make us keep. */
const load = { unfinishedBytes: 0 };

function setUnfinished(client: Client, bytes: number): void {
  load.unfinishedBytes += bytes - client.unfinishedBytes;
  if (bytes === 0) client.unfinishedSince = 0;
  else if (client.unfinishedBytes === 0 || client.frames.length > 0) client.unfinishedSince = Date.now();
  client.unfinishedBytes = bytes;
}

function receive(gateway: Gateway, client: Client, chunk: Buffer): void {
  try {
    client.frames.push(...client.splitter.push(chunk));
  } catch {
    client.socket.destroy();
    return;
  }
  setUnfinished(client, client.splitter.pendingBytes());
  // those who fill the memory go, not who happens to speak meanwhile
  if (load.unfinishedBytes > MAX_UNFINISHED_BYTES && client.unfinishedBytes > LARGE_FRAME_BYTES)
    client.socket.destroy();
  if (client.frames.length === 0) return;
  client.socket.pause();
  if (!client.busy) void work(gateway, client);
}

function endSlowClients(clients: Set<Client>, now: number): void {
  for (const { socket, unfinishedSince } of clients) {
    if (unfinishedSince > 0 && now - unfinishedSince > FRAME_DEADLINE_MS) socket.destroy();
  }
}

/**
 * Listens on loopback and forwards MongoDB commands to the engine behind `socketPath`. Resolves with the port once the engine answers.
 * While the engine is away drivers see a server that is down.
 */
export async function startGateway(options: { port: number; socketPath: string }): Promise<number> {
  const clients = new Set<Client>();
  const pool = createEnginePool(options.socketPath, ENGINE_CONNECTIONS);
  const gateway: Gateway = { pool, cursors: new Map() };

  const server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (clients.size >= MAX_CLIENTS) return void socket.destroy();
    socket.setNoDelay(true);
    const splitter = createFrameSplitter(mongoFrames);
    const client: Client = { socket, splitter, frames: [], busy: false, unfinishedBytes: 0, unfinishedSince: 0 };
    clients.add(client);
    socket.on('data', (chunk) => receive(gateway, client, chunk));
    socket.on('close', () => {
      setUnfinished(client, 0);
      clients.delete(client);
    });
  });

  await pool.waitUntilUp();
  await prepareReplies(pool);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  setInterval(() => {
    endSlowClients(clients, Date.now());
    dropIdleCursors(gateway.cursors, Date.now());
    if (pool.isUp()) forgetOldReplies(pool).catch(report);
  }, SWEEP_EVERY_MS);
  const address = server.address();
  return typeof address === 'object' && address ? address.port : options.port;
}
