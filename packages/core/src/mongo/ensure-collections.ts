import type { Db } from 'mongodb';
import { z } from 'zod';
import type { CollectionDefinition, IndexDefinition } from './define-collection.ts';
import { toMongoJsonSchema } from './json-schema.ts';

export type IndexReport = { collection: string; missing: string[] };

const NAMESPACE_EXISTS = 48;
const ListedIndex = z.object({ name: z.string() });
const ListedCollection = z.object({
  name: z.string(),
  options: z.object({ validator: z.record(z.string(), z.unknown()).optional() }).optional(),
});

const toSpec = ({ name, key, options }: IndexDefinition) => ({ name, key, ...options });

const createCollection = async (db: Db, { name, schema }: CollectionDefinition) => {
  const validator = { $jsonSchema: toMongoJsonSchema(schema) };
  try {
    await db.createCollection(name, { validator });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === NAMESPACE_EXISTS)) throw error;
    await db.command({ collMod: name, validator });
  }
};

/** Creates what is missing: collections, validators and indexes. Safe to run again and by two at once. */
export const ensureCollections = async (db: Db, definitions: readonly CollectionDefinition[]): Promise<void> => {
  for (const definition of definitions) {
    await createCollection(db, definition);
    if (definition.indexes.length > 0)
      await db.collection(definition.name).createIndexes(definition.indexes.map(toSpec));
  }
};

/** Lists, per collection, the indexes (and `validator`) that the database does not have; empty when all are there. */
export const checkCollections = async (
  db: Db,
  definitions: readonly CollectionDefinition[],
): Promise<IndexReport[]> => {
  const listed = ListedCollection.array().parse(await db.listCollections().toArray());
  const reports = await Promise.all(
    definitions.map(async ({ name, indexes }): Promise<IndexReport> => {
      const found = listed.find((collection) => collection.name === name);
      if (!found) return { collection: name, missing: ['validator', ...indexes.map((index) => index.name)] };
      const present = ListedIndex.array().parse(await db.collection(name).listIndexes().toArray());
      const names = new Set(present.map((index) => index.name));
      const missing = indexes.map((index) => index.name).filter((index) => !names.has(index));
      return { collection: name, missing: found.options?.validator ? missing : ['validator', ...missing] };
    }),
  );
  return reports.filter((report) => report.missing.length > 0);
};
