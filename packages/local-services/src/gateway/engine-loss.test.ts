import { type Document, Long, UUID } from 'mongodb';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createMatrix, type OwnEngine, startOwnEngine } from '../own-engine.test-kit.ts';
import { isDebianAmd64 } from '../provision/recipe.ts';
import { sendCommand } from '../system/send-command.ts';

describe.skipIf(!isDebianAmd64())('a durable engine that is killed', () => {
  const feature = createMatrix('retries and loss of the engine');
  let own: OwnEngine;

  beforeAll(async () => {
    own = await startOwnEngine({ durable: true });
  });
  afterAll(() => own.dispose());

  const write = (command: Document, txnNumber: number, session: UUID) =>
    sendCommand(own.port, {
      ...command,
      $db: 'matrix',
      lsid: { id: session.toBinary() },
      txnNumber: Long.fromNumber(txnNumber),
    });

  feature('a write that is sent again is applied once, batches too', async () => {
    const session = new UUID();
    const insert = {
      insert: 'again',
      documents: [
        { _id: 1, n: 0 },
        { _id: 2, n: 0 },
      ],
    };
    const first = await write(insert, 1, session);
    expect(first).toMatchObject({ ok: 1, n: 2 });
    expect(await write(insert, 1, session)).toEqual(first);
    const update = { update: 'again', updates: [1, 2].map((_id) => ({ q: { _id }, u: { $inc: { n: 1 } } })) };
    expect(await write(update, 2, session)).toEqual(await write(update, 2, session));
    const modify = { findAndModify: 'again', query: { _id: 1 }, update: { $inc: { n: 10 } }, new: true };
    expect(await write(modify, 3, session)).toEqual(await write(modify, 3, session));
    expect(await own.db.collection('again').find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, n: 11 },
      { _id: 2, n: 1 },
    ]);
  });

  feature('a retried batch answers its first errors again', async () => {
    const session = new UUID();
    const insert = { insert: 'errors', ordered: false, documents: [{ _id: 1 }, { _id: 1 }, { _id: 2 }] };
    const first = await write(insert, 1, session);
    expect(first).toMatchObject({ n: 2, writeErrors: [{ index: 1, code: 11000, keyPattern: { _id: 1 } }] });
    expect(await write(insert, 1, session)).toEqual(first);
  });

  feature('killed under load: acknowledged inserts and increments are all there, each once', async () => {
    const inserts = own.db.collection<Document & { _id: string }>('inserts');
    const counters = own.db.collection<Document & { _id: number }>('counters');
    const acknowledged: string[] = [];
    const attempts = { increments: 0, batches: 0 };
    let going = true;
    const inserter = async (name: string) => {
      for (let turn = 0; going; turn++) {
        const batch = [{ _id: `${name}-${turn}-a` }, { _id: `${name}-${turn}-b` }];
        await inserts.insertMany(batch);
        acknowledged.push(...batch.map(({ _id }) => _id));
      }
    };
    const counter = async () => {
      while (going) {
        await counters.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true });
        attempts.increments++;
        const both = [2, 3].map((_id) => ({
          updateOne: { filter: { _id }, update: { $inc: { n: 1 } }, upsert: true },
        }));
        await counters.bulkWrite(both);
        attempts.batches++;
      }
    };
    const load = Promise.all([...['a', 'b', 'c', 'd'].map(inserter), counter(), counter()]);
    const moreIsAcknowledged = () => {
      const before = acknowledged.length;
      return expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 50);
    };
    try {
      for (let kill = 0; kill < 3; kill++) {
        await moreIsAcknowledged();
        await own.service.kill();
        await own.service.restart();
      }
      await moreIsAcknowledged();
    } finally {
      going = false;
    }
    await load;
    const stored = await inserts
      .find()
      .map(({ _id }) => _id)
      .toArray();
    expect(stored.sort()).toEqual(acknowledged.sort());
    expect(await counters.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, n: attempts.increments },
      { _id: 2, n: attempts.batches },
      { _id: 3, n: attempts.batches },
    ]);
  });

  feature('the engine away: commands say so, greetings get no answer, and all goes on once it is back', async () => {
    await own.service.kill();
    const found = own.db.collection('again').findOne({ _id: 1 as never });
    const added = own.db.collection('again').insertOne({ _id: 3 as never });
    expect(await sendCommand(own.port, { ping: 1, $db: 'admin' })).toMatchObject({ ok: 0, code: 91 });
    expect(await write({ insert: 'again', documents: [{ _id: 4 }] }, 9, new UUID())).toMatchObject({
      code: 91,
      errorLabels: ['RetryableWriteError'],
    });
    await expect(sendCommand(own.port, { hello: 1, $db: 'admin' })).rejects.toThrow();
    await own.service.restart();
    expect(await found).toMatchObject({ _id: 1 });
    expect((await added).acknowledged).toBe(true);
    expect(await own.db.collection('again').countDocuments()).toBe(3);
  });

  feature('the gateway killed: the engine stays, a restart opens the same port', async () => {
    const [enginePid, gatewayPid = 0] = own.service.pids();
    process.kill(gatewayPid, 'SIGKILL');
    await expect.poll(() => own.service.pids()).toEqual([enginePid]);
    await own.service.restart();
    expect(own.service.pids()[0]).toBe(enginePid);
    expect(await own.db.collection('again').countDocuments()).toBe(3);
  });
});
