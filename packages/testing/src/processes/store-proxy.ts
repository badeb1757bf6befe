import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A command that changes what is stored, as it passes. */
export type StoreWrite = {
  /** findAndModify, insert, update, delete */
  command: string;
  collection: string;
  /** Whether it mentions this text anywhere. */
  mentions(text: string): boolean;
};

/** `before`: the store never hears of the write; `after`: it has done it and whoever wrote never hears so. */
export type CrashMoment = 'before' | 'after';

export type StoreProxy = {
  /** To be used in place of the store's. */
  url: string;
  close(): Promise<void>;
};

const HEADER_BYTES = 16;
const OP_MSG = 2013;
const STRING = 0x02;
const WRITES = ['findAndModify', 'insert', 'update', 'delete'];

/** Cuts a stream of wire messages into messages. */
const createFramer = (onMessage: (message: Buffer) => void) => {
  let rest = Buffer.alloc(0);
  return (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      onMessage(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
};

const requestIdOf = (message: Buffer) => message.readInt32LE(4);
const answerTo = (message: Buffer) => message.readInt32LE(8);

/**
 * The write that a message asks for, or null. The first element of a command's document names it and its collection;
 * drivers send the document first, in a section of kind 0.
 */
const readWrite = (message: Buffer): StoreWrite | null => {
  const section = HEADER_BYTES + 4;
  if (message.readInt32LE(12) !== OP_MSG || message[section] !== 0) return null;
  const element = section + 1 + 4;
  if (message[element] !== STRING) return null;
  const nameEnd = message.indexOf(0, element + 1);
  const command = message.toString('latin1', element + 1, nameEnd);
  if (!WRITES.includes(command)) return null;
  const value = nameEnd + 1 + 4;
  return {
    command,
    collection: message.toString('latin1', value, message.indexOf(0, value)),
    mentions: (text) => message.includes(text),
  };
};

/**
 * Stands between a program and its MongoDB and lets everything pass, until `decide` says of a write that the program is
 * to die before or after it: then `crash` is called, and neither side hears any more on that connection.
 */
export const startStoreProxy = async (
  storeUrl: string,
  decide: (write: StoreWrite) => CrashMoment | null,
  crash: () => void,
): Promise<StoreProxy> => {
  const target = new URL(storeUrl);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const store = connect(Number(target.port || 27_017), target.hostname);
    const dying = new Set<number>();
    let dead = false;
    const die = () => {
      dead = true;
      crash();
    };
    const fromClient = createFramer((message) => {
      if (dead) return;
      const write = readWrite(message);
      const moment = write && decide(write);
      if (moment === 'before') return die();
      if (moment === 'after') dying.add(requestIdOf(message));
      store.write(message);
    });
    const fromStore = createFramer((message) => {
      if (dead) return;
      if (dying.has(answerTo(message))) return die();
      client.write(message);
    });
    client.on('data', fromClient);
    store.on('data', fromStore);
    for (const [socket, other] of [
      [client, store],
      [store, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port');
  const url = new URL(storeUrl);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  url.searchParams.set('directConnection', 'true');
  return {
    url: url.href,
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
};
