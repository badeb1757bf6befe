import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { BSON } from 'bson';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createMatrix, type OwnEngine, startOwnEngine } from '../own-engine.test-kit.ts';
import { isDebianAmd64 } from '../provision/recipe.ts';

function frame(length: number, opCode: number, rest: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(length, 0);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, rest]);
}

function message(body: Uint8Array, flags = 0, kind = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32LE(flags, 0);
  head[4] = kind;
  return frame(21 + body.length, 2013, Buffer.concat([head, body]));
}

const ping = message(BSON.serialize({ ping: 1, $db: 'admin' }));

describe.skipIf(!isDebianAmd64())('hostile bytes on the port', () => {
  const feature = createMatrix('hostile bytes');
  let own: OwnEngine;

  beforeAll(async () => {
    own = await startOwnEngine();
    await own.db.command({ ping: 1 });
  });
  afterAll(() => own.dispose());

  /** Sends the bytes and gives what came back before the gateway closed the connection. */
  function sendUntilClosed(bytes: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      const got: Buffer[] = [];
      const socket = net.connect(own.port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => got.push(chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Buffer.concat(got)));
    });
  }
  const residentMb = () => {
    const status = readFileSync(`/proc/${own.service.pids()[1]}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  };
  const isAlive = async () => expect(await own.db.command({ ping: 1 })).toMatchObject({ ok: 1 });

  const cases: [string, Buffer][] = [
    ['a length of zero', frame(0, 2013, Buffer.alloc(20))],
    ['a negative length', frame(-5, 2013, Buffer.alloc(20))],
    ['a length of 2 GB', frame(0x7fffffff, 2013, Buffer.alloc(20))],
    ['a length just over the limit', frame(48_000_000 + 16_385, 2013, Buffer.alloc(20))],
    ['an unknown operation', frame(36, 4711, Buffer.alloc(20))],
    ['an old insert operation', frame(36, 2002, Buffer.alloc(20))],
    ['a header and no message', frame(16, 2013, Buffer.alloc(0))],
    ['no section', frame(20, 2013, Buffer.alloc(4))],
    ['an unknown flag', message(BSON.serialize({ ping: 1, $db: 'admin' }), 4)],
    ['an unknown kind of section', message(BSON.serialize({ ping: 1, $db: 'admin' }), 0, 9)],
    ['a section longer than its frame', message(Buffer.from([0xff, 0xff, 0, 0, 0]))],
    ['a document with a bad type', message(Buffer.from([9, 0, 0, 0, 0x77, 0x61, 0, 0, 0]))],
    ['a document that is cut', message(BSON.serialize({ ping: 'x'.repeat(50), $db: 'admin' }).subarray(0, 30))],
    ['an empty document', message(BSON.serialize({}))],
    ['a number as the database', message(BSON.serialize({ ping: 1, $db: 5 }))],
    ['a query without an end', frame(40, 2004, Buffer.alloc(24, 0x61))],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['TLS', Buffer.from('16030100c8010000c4030300112233445566778899', 'hex')],
  ];
  for (const [what, bytes] of cases) {
    feature(`${what}: closed without an answer`, async () => {
      expect(await sendUntilClosed(Buffer.concat([bytes, Buffer.alloc(64)]))).toHaveLength(0);
      await isAlive();
    });
  }

  feature('200 connections of random bytes', async () => {
    const seeds = Array.from({ length: 200 }, () => randomBytes(512));
    await Promise.all(
      seeds.map((bytes, index) => {
        if (index % 2 === 0) bytes.writeInt32LE(200, 0);
        if (index % 4 === 0) bytes.writeInt32LE(2013, 12);
        return sendUntilClosed(Buffer.concat([bytes, Buffer.alloc(16)]));
      }),
    );
    await isAlive();
  });

  feature('commands whose documents lie are answered with an error, and the connection goes on', async () => {
    expect(await own.db.command({ insert: 'x', documents: 'no array' }).catch((error) => error.code)).toBeGreaterThan(
      0,
    );
    expect(await own.db.command({ killCursors: 'x', cursors: 5 }).catch((error) => error.code)).toBe(14);
    expect(await own.db.command({ explain: 5 }).catch((error) => error.code)).toBe(20);
    expect(await own.db.command({ update: 'x', updates: [5] }).catch((error) => error.code)).toBeGreaterThan(0);
    await isAlive();
  });

  feature('half frames and frames byte by byte do not disturb the others', async () => {
    const half = net.connect(own.port, '127.0.0.1', () => half.write(ping.subarray(0, 20)));
    const slow = net.connect(own.port, '127.0.0.1');
    const answered = new Promise<Buffer>((resolve) => slow.once('data', resolve));
    slow.setNoDelay(true);
    for (const byte of ping) {
      slow.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(BSON.deserialize((await answered).subarray(21))).toEqual({ ok: 1 });
    await isAlive();
    half.destroy();
    slow.destroy();
  });

  feature('a client that sends a thousand commands and reads no answer does not fill the memory', async () => {
    await own.db
      .collection('wide')
      .insertMany(Array.from({ length: 15 }, (_, _id) => ({ _id: _id as never, text: 'x'.repeat(1024 * 1024) })));
    const before = residentMb();
    const find = message(BSON.serialize({ find: 'wide', $db: 'matrix' }));
    const deaf = net.connect(own.port, '127.0.0.1', () => {
      deaf.pause();
      deaf.write(Buffer.concat(Array.from({ length: 1_000 }, () => find)));
    });
    for (let turn = 0; turn < 20; turn++) await own.db.collection('wide').findOne({ _id: turn as never });
    expect(residentMb() - before).toBeLessThan(400);
    deaf.destroy();
    await isAlive();
  });

  feature('20 clients that send 40 MB of a frame and never its end do not fill the memory', async () => {
    const before = residentMb();
    const start = frame(47_000_000, 2013, Buffer.alloc(40_000_000));
    const halves = Array.from({ length: 20 }, () => net.connect(own.port, '127.0.0.1'));
    const closed = halves.map(
      (half) => new Promise((resolve) => half.on('error', () => undefined).on('close', resolve)),
    );
    for (const half of halves) half.write(start);
    await Promise.race(closed);
    expect(residentMb() - before).toBeLessThan(700);
    await isAlive();
    for (const half of halves) half.destroy();
    await Promise.all(closed);
    await isAlive();
  });

  feature('it listens on loopback only', async () => {
    const outside = Object.values(os.networkInterfaces())
      .flatMap((entries) => entries ?? [])
      .filter((entry) => !entry.internal && entry.family === 'IPv4');
    for (const { address } of outside) {
      const refused = await new Promise((resolve) => {
        const socket = net.connect(own.port, address, () => resolve('connected'));
        socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code));
      });
      expect(refused).toBe('ECONNREFUSED');
    }
    const listening = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter((line) => line.includes(`:${own.port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`));
    expect(listening.map((line) => line.trim().split(/\s+/)[1]?.split(':')[0])).toEqual(['0100007F']);
  });
});
