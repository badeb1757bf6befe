import { createTestContext, type TestContext } from '@message-service/testing/context';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allCollections } from './collections.ts';
import { type CollectionDefinition, type IndexDefinition, isDuplicateKey, toMongoJsonSchema } from './mongo/index.ts';

const ROWS = 400;
const DAY_MS = 86_400_000;

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
  for (const definition of allCollections) await rows(definition).insertMany(documentsOf(definition));
});
afterAll(() => t.close());

type Schema = {
  bsonType?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  minLength?: number;
  maxLength?: number;
  maximum?: number;
};

/** A value that the schema takes, another one for every `n`; every optional field is there. */
const makeValue = (schema: Schema, name: string, n: number): unknown => {
  const { bsonType, properties, minLength = 0, maxLength = 1_000, maximum = Number.POSITIVE_INFINITY } = schema;
  if (schema.enum) return schema.enum[n % schema.enum.length];
  const type = Array.isArray(bsonType) ? bsonType[0] : bsonType;
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties ?? {}).map(([key, at]) => [key, makeValue(at, key, n)]));
  if (type === 'date') return new Date(Date.now() + DAY_MS + n * 1_000);
  if (type === 'array') return [];
  if (type === 'bool') return n % 2 === 0;
  if (type === 'int') return Math.min(n + 1, maximum);
  return `${name}${n}`.padEnd(minLength, '0').slice(-maxLength);
};

const documentOf = ({ schema }: CollectionDefinition, n: number): Document =>
  makeValue(toMongoJsonSchema(schema) as Schema, '', n) as Document;
const documentsOf = (definition: CollectionDefinition) =>
  Array.from({ length: ROWS }, (_, n) => documentOf(definition, n));
const rows = ({ name }: CollectionDefinition) => t.ctx.db.collection(name);

/** Every name of an index in a plan, however the engine nests it. */
const indexesIn = (plan: unknown): string[] => {
  if (typeof plan !== 'object' || plan === null) return [];
  return Object.entries(plan).flatMap(([key, value]) =>
    key === 'indexName' ? [String(value)] : key === 'rejectedPlans' ? [] : indexesIn(value),
  );
};

const get = (doc: Document, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (at as Document | undefined)?.[key], doc);
const set = (doc: Document, path: string, value: unknown) => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  (keys.reduce<unknown>((at, key) => (at as Document)[key], doc) as Document)[last] = value;
};

const all = allCollections.flatMap((definition) =>
  definition.indexes.map((index): [string, CollectionDefinition, IndexDefinition] => [
    `${definition.name}.${index.name}`,
    definition,
    index,
  ]),
);
const isHashed = ({ key }: IndexDefinition) => Object.values(key).includes('hashed');

test.each(all.filter(([, , index]) => !isHashed(index)))('%s is what its query uses', async (_, definition, index) => {
  const { filter, sort } = index.example;
  const cursor = rows(definition).find(filter);
  const { queryPlanner } = await (sort ? cursor.sort(sort) : cursor).limit(20).explain('executionStats');
  expect(indexesIn(queryPlanner)).toContain(index.name);
  expect(JSON.stringify(queryPlanner)).not.toContain('COLLSCAN');
});

test.each(all.filter(([, , index]) => index.options?.unique))(
  '%s refuses a second one',
  async (_, definition, index) => {
    const [taken, fresh] = [documentOf(definition, 3), documentOf(definition, ROWS + 1)];
    for (const path of Object.keys(index.key)) set(fresh, path, get(taken, path));
    const error = await rows(definition)
      .insertOne(fresh)
      .catch((reason: unknown) => reason);
    expect(isDuplicateKey(error)).toBe(true);
  },
);

test('those that remove or spread documents are there as they were declared', async () => {
  for (const definition of allCollections) {
    const present = await rows(definition).listIndexes().toArray();
    for (const { name, key, options } of definition.indexes) {
      const found = present.find((index) => index.name === name);
      expect(found).toMatchObject({ key });
      expect(found?.expireAfterSeconds).toBe(options?.expireAfterSeconds);
    }
  }
});
