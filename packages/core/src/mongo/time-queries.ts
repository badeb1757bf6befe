import type { Collection, Db, Document } from 'mongodb';

/** Told how long something took that was asked of the database, whether it went well or not. */
export type OnQuery = (operation: string, seconds: number) => void;

const OPERATIONS: Readonly<Record<string, string>> = {
  findOne: 'find',
  countDocuments: 'count',
  distinct: 'distinct',
  insertOne: 'insert',
  insertMany: 'insert',
  updateOne: 'update',
  updateMany: 'update',
  replaceOne: 'update',
  deleteOne: 'delete',
  deleteMany: 'delete',
  findOneAndUpdate: 'findAndModify',
  findOneAndReplace: 'findAndModify',
  findOneAndDelete: 'findAndModify',
  bulkWrite: 'bulkWrite',
};
const CURSORS = new Set(['find', 'aggregate']);

const timed = async <T>(onQuery: OnQuery, operation: string, ask: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  try {
    return await ask();
  } finally {
    onQuery(operation, (performance.now() - began) / 1_000);
  }
};

const handlerFor = (onQuery: OnQuery): ProxyHandler<Collection<Document>> => ({
  get(collection, name) {
    const value: unknown = Reflect.get(collection, name);
    if (typeof value !== 'function' || typeof name !== 'string') return value;
    const operation = OPERATIONS[name];
    if (operation !== undefined)
      return (...args: unknown[]) =>
        timed(onQuery, operation, async () => Reflect.apply(value, collection, args) as Promise<unknown>);
    if (!CURSORS.has(name)) return value.bind(collection);
    return (...args: unknown[]) => {
      const cursor: { toArray(): Promise<unknown> } = Reflect.apply(value, collection, args);
      const toArray = cursor.toArray.bind(cursor);
      return Object.assign(cursor, { toArray: () => timed(onQuery, name, toArray) });
    };
  },
});

/**
 * Has every question to the collections of this database timed, as a caller meets it; of what is read through a cursor,
 * `toArray`. Not by the driver's own events: to tell of an answer it decodes it a second time.
 */
export const timeQueries = (db: Db, onQuery: OnQuery): Db => {
  const collection = db.collection.bind(db);
  const handler = handlerFor(onQuery);
  return Object.assign(db, {
    collection: (...args: Parameters<typeof collection>) => new Proxy(collection(...args), handler),
  });
};
