import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createMatrix, type OwnEngine, startOwnEngine } from '../own-engine.test-kit.ts';
import { isDebianAmd64 } from '../provision/recipe.ts';

describe.skipIf(!isDebianAmd64())('aggregation through the official driver', () => {
  const feature = createMatrix('aggregation');
  let own: OwnEngine;
  const run = (...stages: Document[]) => own.db.collection('days').aggregate(stages).toArray();

  beforeAll(async () => {
    own = await startOwnEngine();
    const start = Date.UTC(2026, 0, 1);
    const days = Array.from({ length: 240 }, (_, hour) => ({
      _id: hour,
      at: new Date(start + hour * 3_600_000),
      user: `u${hour % 4}`,
      tokens: hour,
      tags: hour % 2 === 0 ? ['even', 'all'] : ['all'],
    }));
    await own.db.collection<Document & { _id: number }>('days').insertMany(days);
    await own.db.collection<Document & { _id: string }>('users').insertMany([
      { _id: 'u0', name: 'Ana' },
      { _id: 'u1', name: 'Ben' },
    ]);
  });
  afterAll(() => own.dispose());

  feature('$match, $group with $sum, $avg, $min, $max, $push, $addToSet', async () => {
    const group = {
      _id: '$user',
      n: { $sum: 1 },
      mean: { $avg: '$tokens' },
      least: { $min: '$tokens' },
      most: { $max: '$tokens' },
      all: { $push: '$tokens' },
      days: { $addToSet: { $dayOfMonth: '$at' } },
    };
    const [first] = await run({ $match: { tokens: { $lt: 8 } } }, { $group: group }, { $sort: { _id: 1 } });
    expect(first).toEqual({ _id: 'u0', n: 2, mean: 2, least: 0, most: 4, all: [0, 4], days: [1] });
  });

  feature('$percentile and $median', async () => {
    const input = { input: '$tokens', method: 'approximate' };
    const [found] = await run({
      $group: { _id: null, p: { $percentile: { ...input, p: [0.5, 0.95] } }, median: { $median: input } },
    });
    expect(found?.p[0]).toBeCloseTo(119, -1);
    expect(found?.p[1]).toBeCloseTo(227, -1);
    expect(found?.median).toBeCloseTo(119, -1);
  });

  const perDay = async (day: (timezone: string) => Document, timezone: string) =>
    run({ $group: { _id: day(timezone), n: { $sum: 1 } } }, { $sort: { _id: 1 } });
  const expectDays = async (day: (timezone: string) => Document) => {
    const utc = await perDay(day, 'UTC');
    expect(utc).toHaveLength(10);
    expect(utc[0]).toEqual({ _id: new Date('2026-01-01T00:00:00Z'), n: 24 });
    const madrid = await perDay(day, 'Europe/Madrid');
    expect(madrid[0]).toEqual({ _id: new Date('2025-12-31T23:00:00Z'), n: 23 });
  };

  feature('days by $dateFromParts, with a time zone', async () => {
    await expectDays((timezone) => {
      const part = (name: string) => ({ [name]: { date: '$at', timezone } });
      return { $dateFromParts: { year: part('$year'), month: part('$month'), day: part('$dayOfMonth'), timezone } };
    });
  });

  feature('$dateTrunc by hour and month', async () => {
    const trunc = (unit: string) => ({ $dateTrunc: { date: '$at', unit } });
    const found = await run(
      { $match: { _id: 30 } },
      { $project: { _id: 0, hour: trunc('hour'), month: trunc('month') } },
    );
    expect(found).toEqual([{ hour: new Date('2026-01-02T06:00:00Z'), month: new Date('2026-01-01T00:00:00Z') }]);
  });

  feature.fault('$dateTrunc by day', () =>
    expectDays((timezone) => ({ $dateTrunc: { date: '$at', unit: 'day', timezone } })),
  );

  feature('$facet', async () => {
    const [found] = await run({
      $facet: {
        count: [{ $count: 'n' }],
        top: [{ $sort: { tokens: -1 } }, { $limit: 1 }, { $project: { tokens: 1 } }],
      },
    });
    expect(found).toEqual({ count: [{ n: 240 }], top: [{ _id: 239, tokens: 239 }] });
  });

  feature('$bucket', async () => {
    const found = await run({
      $bucket: { groupBy: '$tokens', boundaries: [0, 100, 200], default: 'rest', output: { n: { $sum: 1 } } },
    });
    expect(found).toEqual([
      { _id: 0, n: 100 },
      { _id: 100, n: 100 },
      { _id: 'rest', n: 40 },
    ]);
  });

  feature('$lookup, plain and with a pipeline, and $unwind', async () => {
    const plain = await run(
      { $match: { _id: { $lt: 2 } } },
      { $lookup: { from: 'users', localField: 'user', foreignField: '_id', as: 'who' } },
      { $unwind: '$who' },
      { $sort: { _id: 1 } },
    );
    expect(plain.map(({ who }) => who.name)).toEqual(['Ana', 'Ben']);
    const pipeline = [{ $match: { $expr: { $eq: ['$_id', '$$user'] } } }, { $project: { _id: 0, name: 1 } }];
    const nested = await run(
      { $match: { _id: 1 } },
      { $lookup: { from: 'users', let: { user: '$user' }, pipeline, as: 'who' } },
    );
    expect(nested[0]?.who).toEqual([{ name: 'Ben' }]);
    const kept = await run({ $match: { _id: 2 } }, { $unwind: { path: '$tags', includeArrayIndex: 'at' } });
    expect(kept.map(({ tags, at }) => [tags, Number(at)])).toEqual([
      ['even', 0],
      ['all', 1],
    ]);
  });

  feature('$setWindowFields', async () => {
    const output = { running: { $sum: '$tokens', window: { documents: ['unbounded', 'current'] } } };
    const found = await run({ $match: { _id: { $lt: 4 } } }, { $setWindowFields: { sortBy: { _id: 1 }, output } });
    expect(found.map(({ running }) => running)).toEqual([0, 1, 3, 6]);
  });

  feature('$unionWith and $sample', async () => {
    expect(await run({ $match: { _id: 0 } }, { $unionWith: 'users' }, { $count: 'n' })).toEqual([{ n: 3 }]);
    expect(await run({ $sample: { size: 7 } })).toHaveLength(7);
  });

  feature('$out and $merge', async () => {
    await run({ $group: { _id: '$user', n: { $sum: 1 } } }, { $out: 'totals' });
    expect(await own.db.collection('totals').countDocuments()).toBe(4);
    const merge = { into: 'totals', on: '_id', whenMatched: 'replace', whenNotMatched: 'insert' };
    await run({ $match: { user: 'u0' } }, { $group: { _id: '$user', n: { $sum: 2 } } }, { $merge: merge });
    expect(await own.db.collection('totals').findOne({ n: 120 })).toEqual({ _id: 'u0', n: 120 });
  });

  feature('$project, $addFields, $replaceRoot, $cond, $map, $filter, $reduce, text and date expressions', async () => {
    const [found] = await run(
      { $match: { _id: 2 } },
      { $addFields: { parity: { $cond: [{ $eq: [{ $mod: ['$tokens', 2] }, 0] }, 'even', 'odd'] } } },
      {
        $project: {
          _id: 0,
          parity: 1,
          loud: { $map: { input: '$tags', in: { $toUpper: '$$this' } } },
          short: { $filter: { input: '$tags', cond: { $lt: [{ $strLenCP: '$$this' }, 4] } } },
          joined: { $reduce: { input: '$tags', initialValue: '', in: { $concat: ['$$value', '$$this'] } } },
          day: { $dateToString: { date: '$at', format: '%Y-%m-%d' } },
        },
      },
      { $replaceRoot: { newRoot: { inner: '$$ROOT' } } },
    );
    expect(found).toEqual({
      inner: { parity: 'even', loud: ['EVEN', 'ALL'], short: ['all'], joined: 'evenall', day: '2026-01-01' },
    });
  });

  feature('$sortByCount, $count, $skip, $limit', async () => {
    expect(await run({ $sortByCount: '$user' }, { $limit: 1 })).toMatchObject([{ count: 60 }]);
    expect(await run({ $skip: 200 }, { $count: 'left' })).toEqual([{ left: 40 }]);
  });
});
