import net from 'node:net';
import { createFrameSplitter, postgresFrames } from '../system/frames.ts';

export type Param = string | Uint8Array | null;
export type Row = (Buffer | null)[];
export type PgConnection = {
  query: (sql: string, params?: Param[]) => Promise<Row[]>;
  isDead: () => boolean;
  close: () => void;
};

/** An error that PostgreSQL answered; `state` is its five-character SQLSTATE. */
export class PgError extends Error {
  constructor(
    readonly state: string,
    message: string,
  ) {
    super(message);
  }
}

/** The engine went away before it answered: nobody knows whether the statement took effect. */
export class EngineLost extends Error {}

type Request = {
  sql: string;
  params: Param[];
  rows: Row[];
  error: PgError | null;
  prepares: boolean;
  resolve: (rows: Row[]) => void;
  reject: (error: Error) => void;
};

const EXECUTE_AND_SYNC = Buffer.concat([message('E', Buffer.alloc(5)), Buffer.from([0x53, 0, 0, 0, 4])]);
const BINARY_RESULTS = Buffer.from([0, 1, 0, 1]);
const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]);

function cstring(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function header(type: string, parts: Buffer[] | Uint8Array[]): Buffer {
  let length = 4;
  for (const part of parts) length += part.length;
  const head = Buffer.allocUnsafe(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(length, 1);
  return head;
}

function message(type: string, ...parts: Buffer[]): Buffer {
  return Buffer.concat([header(type, parts), ...parts]);
}

function startupMessage(searchPath: string): Buffer {
  const pairs = {
    user: 'postgres',
    database: 'postgres',
    options: `-c search_path=${searchPath}`,
    application_name: 'gateway',
  };
  const body = Buffer.concat([...Object.entries(pairs).flat().map(cstring), Buffer.from([0])]);
  const head = Buffer.allocUnsafe(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}

function bindParts(name: string, params: Param[]): Uint8Array[] {
  const formats = Buffer.alloc(2 + params.length * 2);
  formats.writeInt16BE(params.length, 0);
  const count = Buffer.alloc(2);
  count.writeInt16BE(params.length, 0);
  const parts: Uint8Array[] = [Buffer.from([0]), cstring(name), formats, count];
  params.forEach((param, index) => {
    const length = Buffer.allocUnsafe(4);
    if (param === null) {
      length.writeInt32BE(-1, 0);
      parts.push(length);
      return;
    }
    if (typeof param !== 'string') formats.writeInt16BE(1, 2 + index * 2);
    const bytes = typeof param === 'string' ? Buffer.from(param) : param;
    length.writeInt32BE(bytes.length, 0);
    parts.push(length, bytes);
  });
  parts.push(BINARY_RESULTS);
  return [header('B', parts), ...parts];
}

function readRow(frame: Buffer): Row {
  const row: Row = [];
  let offset = 7;
  for (let left = frame.readInt16BE(5); left > 0; left--) {
    const length = frame.readInt32BE(offset);
    offset += 4;
    row.push(length < 0 ? null : frame.subarray(offset, offset + length));
    if (length > 0) offset += length;
  }
  return row;
}

function readError(frame: Buffer): PgError {
  const fields = new Map<number, string>();
  let offset = 5;
  while (frame[offset]) {
    const end = frame.indexOf(0, offset + 1);
    fields.set(frame[offset] ?? 0, frame.toString('utf8', offset + 1, end));
    offset = end + 1;
  }
  return new PgError(fields.get(0x43) ?? 'XX000', fields.get(0x4d) ?? 'unknown engine error');
}

/**
 * Opens one PostgreSQL connection that speaks binary both ways and keeps a named statement for every SQL text.
 * Requests may be queued without waiting. Rejects with EngineLost or PgError.
 */
export function connectPg(socketPath: string, searchPath: string, onClose: () => void): Promise<PgConnection> {
  const socket = net.connect(socketPath);
  const splitter = createFrameSplitter(postgresFrames);
  const statements = new Map<string, string>();
  const waiting: Request[] = [];
  let current: Request | null = null;
  let prepared = 0;
  let dead = false;

  function die(error: Error): void {
    if (dead) return;
    dead = true;
    socket.destroy();
    current?.reject(error);
    for (const request of waiting.splice(0)) request.reject(error);
    onClose();
  }

  function send(request: Request): void {
    current = request;
    const out: Uint8Array[] = [];
    let name = statements.get(request.sql);
    if (name === undefined) {
      name = `s${prepared++}`;
      statements.set(request.sql, name);
      request.prepares = true;
      out.push(message('P', cstring(name), cstring(request.sql), Buffer.alloc(2)));
    }
    out.push(...bindParts(name, request.params), EXECUTE_AND_SYNC);
    socket.write(Buffer.concat(out));
  }

  function finish(): void {
    const done = current;
    current = null;
    if (done?.error) {
      if (done.prepares) statements.delete(done.sql);
      done.reject(done.error);
    } else done?.resolve(done.rows);
    const next = dead ? undefined : waiting.shift();
    if (next) send(next);
  }

  function onFrame(frame: Buffer): void {
    const type = String.fromCharCode(frame[0] ?? 0);
    if (type === 'D') current?.rows.push(readRow(frame));
    else if (type === 'Z') finish();
    else if (type === '1' && current) current.prepares = false;
    else if (type === 'R' && frame.readInt32BE(5) !== 0) die(new EngineLost('the engine asks for a password'));
    else if (type === 'E') {
      const error = readError(frame);
      if (current) current.error = error;
      if (!current || /^57P0[1-5]/.test(error.state)) die(new EngineLost(error.message));
    }
  }

  function query(sql: string, params: Param[] = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (dead) return reject(new EngineLost('connection closed'));
      const request: Request = { sql, params, rows: [], error: null, prepares: false, resolve, reject };
      if (current) waiting.push(request);
      else send(request);
    });
  }

  socket.on('connect', () => socket.write(startupMessage(searchPath)));
  socket.on('data', (chunk) => {
    for (const frame of splitter.push(chunk)) if (!dead) onFrame(frame);
  });
  socket.on('error', (error) => die(new EngineLost(error.message)));
  socket.on('close', () => die(new EngineLost('connection closed')));

  return new Promise((resolve, reject) => {
    const connection: PgConnection = {
      query,
      isDead: () => dead,
      close: () => {
        dead = true;
        socket.end(TERMINATE);
      },
    };
    const startup = { sql: '', params: [], rows: [], error: null, prepares: false };
    current = { ...startup, resolve: () => resolve(connection), reject };
  });
}
