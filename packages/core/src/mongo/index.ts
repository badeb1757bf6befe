export { connectMongo, type MongoConnection } from './connect.ts';
export { type CollectionDefinition, defineCollection, type IndexDefinition } from './define-collection.ts';
export { checkCollections, ensureCollections, type IndexReport } from './ensure-collections.ts';
export {
  findDuplicates,
  isDuplicateKey,
  isOutOfTime,
  isRefusedWrite,
  isUnavailable,
  isWriteConflict,
} from './errors.ts';
export { escapePattern } from './escape-pattern.ts';
export { insertTogether } from './insert-together.ts';
export { toMongoJsonSchema } from './json-schema.ts';
export { type OnQuery, timeQueries } from './time-queries.ts';
