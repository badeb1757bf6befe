import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createMatrix, errorOf, type OwnEngine, startOwnEngine } from '../own-engine.test-kit.ts';
import { isDebianAmd64 } from '../provision/recipe.ts';

describe.skipIf(!isDebianAmd64())('indexes, plans and errors through the official driver', () => {
  const feature = createMatrix('indexes, plans and errors');
  let own: OwnEngine;
  const on = (name: string) => own.db.collection<{ _id: number; [field: string]: unknown }>(name);
  const fill = (name: string) =>
    on(name).insertMany(
      Array.from({ length: 500 }, (_, index) => ({ _id: index, x: index, group: index % 7, name: `n${index}` })),
    );

  beforeAll(async () => {
    own = await startOwnEngine();
  });
  afterAll(() => own.dispose());

  feature('unique: 11000 with the key pattern on insert, update, bulk and findOneAndUpdate', async () => {
    await fill('unique');
    await on('unique').createIndex({ x: 1 }, { unique: true, name: 'by_x' });
    const expected = { code: 11000, keyPattern: { x: 1 }, message: expect.stringContaining('E11000') };
    expect(await errorOf(on('unique').insertOne({ _id: 1_000, x: 1 }))).toMatchObject(expected);
    expect(await errorOf(on('unique').updateOne({ _id: 2 }, { $set: { x: 1 } }))).toMatchObject(expected);
    expect(await errorOf(on('unique').findOneAndUpdate({ _id: 2 }, { $set: { x: 1 } }))).toMatchObject(expected);
    expect(
      await errorOf(on('unique').findOneAndUpdate({ _id: 2_000 }, { $set: { x: 1 } }, { upsert: true })),
    ).toMatchObject(expected);
    const byId = { code: 11000, keyPattern: { _id: 1 } };
    expect(await errorOf(on('unique').insertOne({ _id: 1 }))).toMatchObject(byId);
    expect(await errorOf(on('unique').createIndex({ group: 1 }, { unique: true }))).toMatchObject({
      code: 11000,
      keyPattern: { group: 1 },
    });
  });

  feature('partial unique: only what the filter takes is unique', async () => {
    await on('partial').createIndex({ key: 1 }, { unique: true, partialFilterExpression: { key: { $exists: true } } });
    await on('partial').insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, key: 'a' }]);
    expect(await errorOf(on('partial').insertOne({ _id: 4, key: 'a' }))).toMatchObject({
      code: 11000,
      keyPattern: { key: 1 },
    });
    await on('partial').createIndex(
      { state: 1, at: 1 },
      {
        partialFilterExpression: {
          $and: [{ state: { $in: ['a', 'b'] } }, { at: { $type: 'date' } }, { n: { $gt: 3 } }],
        },
      },
    );
  });

  feature('compound, sparse, hashed and wildcard', async () => {
    await fill('kinds');
    await on('kinds').createIndexes([
      { key: { group: 1, x: -1 }, name: 'compound' },
      { key: { maybe: 1 }, name: 'sparse', sparse: true },
      { key: { name: 'hashed' }, name: 'hashed' },
      { key: { 'meta.$**': 1 }, name: 'wildcard' },
    ]);
    expect((await on('kinds').indexes()).map(({ name }) => name)).toEqual([
      '_id_',
      'compound',
      'sparse',
      'hashed',
      'wildcard',
    ]);
    const newest = await on('kinds').find({ group: 3 }).sort({ group: 1, x: -1 }).limit(2).toArray();
    expect(newest.map(({ x }) => x)).toEqual([493, 486]);
    expect(await on('kinds').findOne({ name: 'n77' })).toMatchObject({ _id: 77 });
    await on('kinds').dropIndex('sparse');
    expect(await on('kinds').indexes()).toHaveLength(4);
  });

  feature('TTL: the index is taken', async () => {
    await on('ttl').createIndex({ at: 1 }, { expireAfterSeconds: 1, name: 'ttl' });
    const [, ttl] = await on('ttl').indexes();
    expect(ttl).toMatchObject({ name: 'ttl', expireAfterSeconds: 1 });
  });

  feature('text with weights', async () => {
    await on('text').createIndex({ title: 'text', body: 'text' }, { weights: { title: 10, body: 1 } });
    await on('text').insertMany([
      { _id: 1, title: 'moon', body: 'nothing' },
      { _id: 2, title: 'nothing', body: 'the moon at night' },
      { _id: 3, title: 'sun', body: 'at day' },
    ]);
    const score = { $meta: 'textScore' };
    const found = await on('text')
      .find({ $text: { $search: 'moon' } }, { projection: { score } })
      .sort({ score })
      .toArray();
    expect(found.map(({ _id }) => _id)).toEqual([1, 2]);
  });

  feature('explain names the index, and says when there is none', async () => {
    await fill('plans');
    await on('plans').createIndex({ x: 1 }, { name: 'by_x' });
    const plan = async (filter: object) =>
      (await on('plans').find(filter).explain('executionStats')) as Record<string, never>;
    const byIndex = await plan({ x: { $gte: 10, $lt: 20 } });
    expect(byIndex).toMatchObject({
      queryPlanner: { namespace: 'matrix.plans', winningPlan: { stage: 'IXSCAN', indexName: 'by_x' } },
      executionStats: { nReturned: 10, totalDocsExamined: 10 },
    });
    expect(await plan({ _id: 3 })).toMatchObject({
      queryPlanner: { winningPlan: { stage: 'IXSCAN', indexName: '_id_' } },
    });
    const scan = { winningPlan: { stage: 'COLLSCAN', docsExamined: 500 } };
    expect(await plan({ name: 'n3' })).toMatchObject({ queryPlanner: scan, executionStats: { nReturned: 1 } });
    const aggregated = await on('plans')
      .aggregate([{ $match: { x: 3 } }, { $group: { _id: '$group' } }])
      .explain();
    expect(aggregated).toMatchObject({ queryPlanner: { winningPlan: { stage: 'IXSCAN', indexName: 'by_x' } } });
  });

  feature('$jsonSchema refuses with 121 on insert, update and findOneAndUpdate', async () => {
    const schema = {
      bsonType: 'object',
      required: ['name'],
      properties: {
        name: { bsonType: 'string', minLength: 2 },
        kind: { enum: ['a', 'b'] },
        size: { bsonType: 'int', minimum: 1 },
      },
    };
    await own.db.createCollection('schema', { validator: { $jsonSchema: schema } });
    await on('schema').insertOne({ _id: 1, name: 'fine', kind: 'a', size: 3 });
    const refused = { code: 121 };
    expect(await errorOf(on('schema').insertOne({ _id: 2 }))).toMatchObject(refused);
    expect(await errorOf(on('schema').insertOne({ _id: 2, name: 'x' }))).toMatchObject(refused);
    expect(await errorOf(on('schema').updateOne({ _id: 1 }, { $set: { kind: 'c' } }))).toMatchObject(refused);
    expect(await errorOf(on('schema').findOneAndUpdate({ _id: 1 }, { $set: { size: 0 } }))).toMatchObject(refused);
    await own.db.command({ collMod: 'schema', validator: {} });
    await on('schema').insertOne({ _id: 2 });
  });

  const codes: [number, string, () => Promise<unknown>][] = [
    [
      2,
      'an unknown operator',
      () =>
        on('codes')
          .find({ x: { $bogus: 1 } } as never)
          .toArray(),
    ],
    [9, 'a command that cannot be read', () => own.db.command({ aggregate: 'codes', pipeline: [] })],
    [14, 'a wrong type', () => own.db.command({ find: 'codes', filter: 5 })],
    [14, 'a $inc of a text', () => on('codes').updateOne({ _id: 3 }, { $inc: { name: 1 } } as never)],
    [20, 'a transaction', () => own.db.command({ find: 'codes', startTransaction: true, autocommit: false })],
    [26, 'a collection that is not there', () => own.db.command({ collMod: 'nowhere', validator: {} })],
    [27, 'an index that is not there', () => on('codes').dropIndex('nowhere')],
    [28, 'a path through a text', () => on('codes').updateOne({ _id: 3 }, { $set: { 'name.x': 1 } })],
    [
      40,
      'two updates of one field',
      () => on('codes').updateOne({ _id: 3 }, { $set: { q: 1 }, $inc: { q: 1 } } as never),
    ],
    [43, 'a cursor that is not there', () => own.db.command({ getMore: 5n, collection: 'codes' })],
    [48, 'a collection that is there otherwise', () => own.db.command({ create: 'codes', validator: { x: 1 } })],
    [50, 'a time limit', () => slowQuery()],
    [59, 'a command that is not there', () => own.db.command({ nonsense: 1 })],
    [66, 'a change of _id', () => on('codes').updateOne({ _id: 3 }, { $set: { _id: 4 } } as never)],
    [67, 'a kind of index that is not there', () => on('codes').createIndex({ x: 'bogus' } as never)],
    [73, 'a bad name', () => own.db.command({ create: '$bad' })],
    [
      85,
      'an index with other options',
      () => on('codes').createIndex({ x: 1 }, { name: 'by_x', expireAfterSeconds: 5 }),
    ],
    [86, 'an index name that is taken', () => on('codes').createIndex({ group: 1 }, { name: 'by_x' })],
    [115, 'a capped collection', () => own.db.createCollection('capped', { capped: true, size: 1_000 })],
    [
      40324,
      'a stage that is not there',
      () =>
        on('codes')
          .aggregate([{ $bogus: 1 }])
          .toArray(),
    ],
  ];
  const slowQuery = () =>
    on('codes')
      .aggregate([{ $lookup: { from: 'codes', pipeline: [], as: 'all' } }, { $unwind: '$all' }], { maxTimeMS: 5 })
      .toArray();

  feature('a collection for the error codes', async () => {
    await fill('codes');
    await on('codes').createIndex({ x: 1 }, { name: 'by_x' });
  });
  for (const [code, what, provoke] of codes) {
    feature(`error ${code}: ${what}`, async () => expect(await errorOf(provoke())).toMatchObject({ code }));
  }

  feature('a time limit ends the statement, not the connection', async () => {
    expect(await errorOf(slowQuery())).toMatchObject({ code: 50 });
    expect(await on('codes').countDocuments({}, { maxTimeMS: 5_000 })).toBe(500);
    expect(await on('codes').countDocuments()).toBe(500);
  });
});
