import {
  type AnyBulkWriteOperation,
  Binary,
  BSON,
  BSONRegExp,
  Code,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  MongoClient,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createMatrix, errorOf, type OwnEngine, startOwnEngine } from '../own-engine.test-kit.ts';
import { isDebianAmd64 } from '../provision/recipe.ts';

type Row = Document & { _id: number };

describe.skipIf(!isDebianAmd64())('reading and writing through the official driver', () => {
  const feature = createMatrix('reading and writing');
  let own: OwnEngine;
  const rows = (name: string) => own.db.collection<Row>(name);
  const fill = (name: string, count: number) =>
    rows(name).insertMany(Array.from({ length: count }, (_, index) => ({ _id: index, x: index, group: index % 7 })));

  beforeAll(async () => {
    own = await startOwnEngine();
  });
  afterAll(() => own.dispose());

  feature('insertOne, findOne, replaceOne, deleteOne', async () => {
    const { insertedId } = await own.db.collection('one').insertOne({ name: 'first' });
    expect(await own.db.collection('one').findOne({ _id: insertedId })).toEqual({ _id: insertedId, name: 'first' });
    await own.db.collection('one').replaceOne({ _id: insertedId }, { name: 'second' });
    expect(await own.db.collection('one').findOne()).toEqual({ _id: insertedId, name: 'second' });
    expect((await own.db.collection('one').deleteOne({ _id: insertedId })).deletedCount).toBe(1);
    expect(await own.db.collection('one').findOne()).toBeNull();
  });

  feature('updateOne, updateMany, deleteMany with their counts', async () => {
    await fill('many', 70);
    expect(await rows('many').updateOne({ _id: 3 }, { $set: { x: 3 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
    expect(await rows('many').updateMany({ group: 1 }, { $inc: { x: 100 } })).toMatchObject({
      matchedCount: 10,
      modifiedCount: 10,
    });
    expect((await rows('many').deleteMany({ x: { $gte: 100 } })).deletedCount).toBe(10);
    expect(await rows('many').countDocuments()).toBe(60);
    expect(await rows('many').estimatedDocumentCount()).toBe(60);
    expect((await rows('many').distinct('group')).sort()).toEqual([0, 2, 3, 4, 5, 6]);
  });

  feature('array filters, pipeline updates and $expr', async () => {
    await rows('arrays').insertOne({
      _id: 1,
      steps: [
        { name: 'a', done: false },
        { name: 'b', done: false },
      ],
      low: 1,
      high: 2,
    });
    await rows('arrays').updateOne(
      { _id: 1 },
      { $set: { 'steps.$[step].done': true } },
      { arrayFilters: [{ 'step.name': 'b' }] },
    );
    await rows('arrays').updateOne({ _id: 1 }, [{ $set: { sum: { $add: ['$low', '$high'] } } }]);
    expect(await rows('arrays').findOne({ $expr: { $lt: ['$low', '$high'] } })).toMatchObject({
      steps: [
        { name: 'a', done: false },
        { name: 'b', done: true },
      ],
      sum: 3,
    });
  });

  feature('upsert with $setOnInsert', async () => {
    const update = { $inc: { count: 1 }, $setOnInsert: { made: 'here' } };
    const first = await rows('upserts').updateOne({ _id: 5 }, update, { upsert: true });
    expect(first).toMatchObject({ upsertedCount: 1, upsertedId: 5, matchedCount: 0 });
    await rows('upserts').updateOne({ _id: 5 }, update, { upsert: true });
    expect(await rows('upserts').findOne()).toEqual({ _id: 5, count: 2, made: 'here' });
  });

  feature('bulkWrite, ordered and unordered', async () => {
    const operations: AnyBulkWriteOperation<Row>[] = [
      { insertOne: { document: { _id: 1 } } },
      { insertOne: { document: { _id: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 1 } } } },
      { deleteOne: { filter: { _id: 9 } } },
    ];
    expect(await errorOf(rows('ordered').bulkWrite(operations))).toMatchObject({ code: 11000 });
    expect(await rows('ordered').findOne()).toEqual({ _id: 1 });
    expect(await errorOf(rows('unordered').bulkWrite(operations, { ordered: false }))).toMatchObject({ code: 11000 });
    expect(await rows('unordered').findOne()).toEqual({ _id: 1, n: 1 });
  });

  feature('an unordered insertMany stores all but the duplicates', async () => {
    await fill('partly', 3);
    const error = await errorOf(
      rows('partly').insertMany([{ _id: 2 }, { _id: 10 }, { _id: 1 }, { _id: 11 }], { ordered: false }),
    );
    expect(error).toMatchObject({ code: 11000 });
    expect((await rows('partly').find().sort({ _id: 1 }).toArray()).map((row) => row._id)).toEqual([0, 1, 2, 10, 11]);
  });

  feature('cursors over 10,000 documents: plain, sorted, aggregated', async () => {
    await fill('ten-thousand', 10_000);
    const plain = new Set<number>();
    for await (const row of rows('ten-thousand').find({}, { batchSize: 777 })) plain.add(row._id);
    expect(plain.size).toBe(10_000);
    const sorted = await rows('ten-thousand')
      .find()
      .sort({ x: -1 })
      .batchSize(999)
      .map((row) => row._id)
      .toArray();
    expect(sorted).toEqual(Array.from({ length: 10_000 }, (_, index) => 9_999 - index));
    const stages = [{ $match: { x: { $gte: 1 } } }, { $sort: { x: 1 } }, { $project: { x: 1 } }];
    const aggregated = await rows('ten-thousand').aggregate(stages, { batchSize: 500 }).toArray();
    expect(aggregated.map((row) => row._id)).toEqual(Array.from({ length: 9_999 }, (_, index) => index + 1));
  });

  feature('skip, limit, projection, an early close and a cursor nobody knows', async () => {
    await fill('cursor', 300);
    const page = await rows('cursor')
      .find({}, { projection: { x: 1, _id: 0 } })
      .sort({ _id: 1 })
      .skip(100)
      .limit(2)
      .toArray();
    expect(page).toEqual([{ x: 100 }, { x: 101 }]);
    const cursor = rows('cursor').find().batchSize(10);
    await cursor.next();
    const id = cursor.id;
    await cursor.close();
    expect(await errorOf(own.db.command({ getMore: id, collection: 'cursor' }))).toMatchObject({ code: 43 });
  });

  feature('findOneAndUpdate with $inc is exact under 20 clients', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const seen: unknown[] = [];
        for (let turn = 0; turn < 10; turn++) {
          const options = { upsert: true, returnDocument: 'after' } as const;
          seen.push((await rows('counter').findOneAndUpdate({ _id: 1 }, { $inc: { next: 1 } }, options))?.next);
        }
        return seen;
      }),
    );
    const all = results.flat().sort((left, right) => Number(left) - Number(right));
    expect(all).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  feature(
    'inserts of the same keys in opposite orders are refused as duplicates, never as victims of each other',
    async () => {
      const codes = new Set<unknown>();
      for (let round = 0; round < 40; round++) {
        const ids = Array.from({ length: 8 }, (_, i) => round * 8 + i);
        const insert = async (order: readonly number[], ordered: boolean) => {
          const inserted = rows('crossing').insertMany(
            order.map((_id) => ({ _id })),
            { ordered },
          );
          const error: unknown = await inserted.catch((reason: unknown) => reason);
          for (const each of [Object(error).writeErrors ?? []].flat()) codes.add(each.code);
        };
        await Promise.all([insert(ids, round % 2 === 0), insert(ids.toReversed(), false), insert(ids, false)]);
      }
      expect([...codes]).toEqual([11_000]);
      expect(await rows('crossing').countDocuments()).toBe(320);
    },
  );

  feature('racing upserts of one key make one document and lose nothing', async () => {
    await rows('race').createIndex({ key: 1 }, { unique: true });
    await Promise.all(
      Array.from({ length: 20 }, (_, client) =>
        Promise.all([
          own.db.collection('race').updateOne({ key: 'one' }, { $inc: { n: 1 } }, { upsert: true }),
          own.db.collection('race').bulkWrite(
            Array.from({ length: 5 }, (_, key) => ({
              updateOne: { filter: { key: `bulk-${key}` }, update: { $inc: { n: 1 } }, upsert: true },
            })),
            { ordered: client % 2 === 0 },
          ),
        ]),
      ),
    );
    const found = await own.db
      .collection('race')
      .find({}, { projection: { _id: 0 } })
      .sort({ key: 1 })
      .toArray();
    expect(found).toEqual([
      ...['bulk-0', 'bulk-1', 'bulk-2', 'bulk-3', 'bulk-4', 'one'].map((key) => ({ key, n: 20 })),
    ]);
  });

  feature('documents of 15 MB go in and come out; 16 MB and more are refused', async () => {
    const text = 'x'.repeat(15 * 1024 * 1024);
    await rows('big').insertOne({ _id: 1, text });
    await rows('big').updateOne({ _id: 1 }, { $set: { mark: true } });
    expect((await rows('big').findOne({ _id: 1 }))?.text === text).toBe(true);
    const refused = await errorOf(rows('big').insertOne({ _id: 2, text: `${text}${'x'.repeat(1024 * 1024)}` }));
    expect(refused.message).toMatch(/larger than|too large/);
    expect(await rows('big').countDocuments()).toBe(1);
  });

  feature('every BSON type comes back as it went in', async () => {
    const document = {
      _id: new ObjectId(),
      double: new Double(1.5),
      int: new Int32(7),
      long: Long.fromString('9007199254740993'),
      decimal: Decimal128.fromString('12345678901234567890.123456789'),
      text: 'ñ 漢字 😀 \u0000 nul',
      empty: {},
      nested: { list: [1, [2, { three: 3 }], null, true, false] },
      date: new Date('2026-01-02T03:04:05.678Z'),
      before: new Date(-1),
      binary: new Binary(Buffer.from([0, 1, 2, 255]), 0),
      uuid: new UUID('01234567-89ab-4def-8123-456789abcdef').toBinary(),
      regex: new BSONRegExp('^a.*b$', 'im'),
      timestamp: new Timestamp({ t: 1_700_000_000, i: 3 }),
      code: new Code('return 1'),
      min: new MinKey(),
      max: new MaxKey(),
      nothing: null,
      infinite: new Double(Number.POSITIVE_INFINITY),
    };
    const collection = own.db.collection('types', { promoteValues: false, bsonRegExp: true });
    await collection.insertOne(document);
    const exactly = (value: unknown) => BSON.EJSON.stringify(value, { relaxed: false });
    expect(exactly(await collection.findOne({ _id: document._id }))).toBe(exactly(document));
  });

  feature('32 connections at once', async () => {
    await fill('parallel', 100);
    const clients = Array.from({ length: 32 }, () => new MongoClient(own.service.url, { maxPoolSize: 1 }));
    const found = await Promise.all(
      clients.map(async (client, index) => {
        const collection = client.db('matrix').collection<Row>('parallel');
        await collection.updateOne({ _id: index }, { $set: { touched: true } });
        return (await collection.findOne({ _id: index }))?.touched;
      }),
    );
    await Promise.all(clients.map((client) => client.close()));
    expect(found).toEqual(Array.from({ length: 32 }, () => true));
    expect(await rows('parallel').countDocuments({ touched: true })).toBe(32);
  });

  feature('writes that nobody waits for (w: 0) arrive', async () => {
    await own.db.collection('unacknowledged').insertOne({ a: 1 }, { writeConcern: { w: 0 } });
    await expect.poll(() => own.db.collection('unacknowledged').countDocuments()).toBe(1);
  });

  feature('collections: create, list, rename, validator, view, drop', async () => {
    const db = own.client.db('collections');
    await db.createCollection('a');
    await db.collection('a').insertMany([{ n: 1 }, { n: 2 }]);
    await db.createCollection('v', { viewOn: 'a', pipeline: [{ $match: { n: 2 } }] });
    expect(await db.collection('v').countDocuments()).toBe(1);
    await db.collection('a').rename('b');
    expect((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort()).toEqual([
      'b',
      'v',
    ]);
    await db.collection('b').drop();
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
  });
});
