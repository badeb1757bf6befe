import { type Db, type Document, MongoServerError } from 'mongodb';
import { causeOfBulk, findRefused } from './errors.ts';

type Waiting = { doc: Document; resolve: () => void; reject: (error: unknown) => void };
type Line = { waiting: Waiting[]; writing: boolean };

/** Of one command; what is waiting beyond it goes with the next. */
const MOST_AT_ONCE = 200;
/** A command that takes longer, as when the database is away, keeps nobody behind it waiting. */
const PATIENCE_MS = 100;

const lines = new WeakMap<Db, Map<string, Line>>();

const lineOf = (db: Db, collection: string): Line => {
  const byName = lines.get(db) ?? new Map<string, Line>();
  lines.set(db, byName);
  const line = byName.get(collection) ?? { waiting: [], writing: false };
  byName.set(collection, line);
  return line;
};

const write = async (db: Db, collection: string, batch: readonly Waiting[]): Promise<void> => {
  try {
    await db.collection(collection).insertMany(
      batch.map(({ doc }) => doc),
      { ordered: false },
    );
    for (const { resolve } of batch) resolve();
  } catch (error) {
    const refused = findRefused(error, batch.length);
    for (const [index, { resolve, reject }] of batch.entries()) {
      const own = refused?.get(index);
      if (!refused) reject(causeOfBulk(error));
      else if (own) reject(new MongoServerError({ message: own.errmsg ?? 'refused', code: own.code }));
      else resolve();
    }
  }
};

const within = async (ms: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
};

const writeAll = async (db: Db, collection: string, line: Line): Promise<void> => {
  line.writing = true;
  // what comes within the same turn of the event loop goes together
  await new Promise((resolve) => setImmediate(resolve));
  while (line.waiting.length > 0) {
    await within(PATIENCE_MS, write(db, collection, line.waiting.splice(0, MOST_AT_ONCE)));
  }
  line.writing = false;
};

/**
 * Inserts a document together with those that others insert into the collection meanwhile: one command and one commit
 * for all of them. Each learns what became of its own.
 * @throws MongoServerError when the document itself was refused, else the error of the whole command
 */
export const insertTogether = (db: Db, collection: string, doc: Document): Promise<void> => {
  const line = lineOf(db, collection);
  return new Promise((resolve, reject) => {
    line.waiting.push({ doc, resolve, reject });
    if (!line.writing) void writeAll(db, collection, line);
  });
};
