import type { Collection, CreateIndexesOptions, Db, Document, IndexSpecification } from 'mongodb';
import type { z } from 'zod';

export type IndexDefinition = {
  name: string;
  key: IndexSpecification & Record<string, 1 | -1 | 'hashed'>;
  /** The query that this index is for. */
  serves: string;
  /** A query of that kind. A test has the engine explain it, and fails when it takes another index or none. */
  example: { filter: Document; sort?: Record<string, 1 | -1> };
  options?: Pick<CreateIndexesOptions, 'unique' | 'sparse' | 'partialFilterExpression' | 'expireAfterSeconds'>;
};

export type CollectionDefinition = {
  name: string;
  schema: z.ZodType;
  indexes: readonly IndexDefinition[];
};

/**
 * Declares a collection: its zod schema, from which the validator is derived, and its indexes.
 * The result gives the typed collection of a database and carries the definition for `ops indexes`.
 */
export const defineCollection = <Doc extends Document>(definition: CollectionDefinition) =>
  Object.assign((from: { db: Db }): Collection<Doc> => from.db.collection<Doc>(definition.name), { definition });
