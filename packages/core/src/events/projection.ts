import type { Document } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { type CollectionDefinition, findDuplicates } from '../mongo/index.ts';
import type { MessageEventDoc } from './message-events.ts';

/** What one batch of events does to one document of a projection. */
export type ProjectionChange = {
  _id: string;
  set?: Record<string, unknown>;
  unset?: readonly string[];
  inc?: Record<string, number>;
  min?: Record<string, number>;
  max?: Record<string, number>;
  setOnInsert?: Record<string, unknown>;
};

/** A read model: one collection that follows from the events alone. */
export type Projection = {
  name: string;
  collection: CollectionDefinition;
  /** At most one change per document. The same events always give the same changes. */
  project(events: readonly MessageEventDoc[]): ProjectionChange[];
};

/** Declares a projection. Its documents carry `batch`, the last batch that changed them. */
export const defineProjection = (projection: Projection): Projection => projection;

type ProjectedDoc = Document & { _id: string; batch: number };

const toUpdate = ({ _id, set, unset, inc, min, max, setOnInsert }: ProjectionChange, batch: number) => ({
  updateOne: {
    filter: { _id, batch: { $lt: batch } },
    update: {
      $set: { ...set, batch },
      ...(unset && unset.length > 0 ? { $unset: Object.fromEntries(unset.map((path) => [path, ''])) } : {}),
      ...(inc && Object.keys(inc).length > 0 ? { $inc: inc } : {}),
      ...(min && Object.keys(min).length > 0 ? { $min: min } : {}),
      ...(max && Object.keys(max).length > 0 ? { $max: max } : {}),
      ...(setOnInsert ? { $setOnInsert: setOnInsert } : {}),
    },
    upsert: true,
  },
});

const ROUNDS = 5;

/** A row whose time is over: the database drops it, sooner or later. */
export const isExpired = (row: Record<string, unknown> | null | undefined, now: Date): boolean =>
  row?.expires_at instanceof Date && row.expires_at <= now;

/**
 * Makes the changes of one batch, each once however often and by how many this is called: a document that has seen the
 * batch is not touched again. Batches have to come in order, each whole before the next.
 * Rows that would have expired by now are not made: a log of years has them by the million.
 * @throws errors of the database
 */
export const applyChanges = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  collection: string,
  changes: readonly ProjectionChange[],
  batch: number,
): Promise<void> => {
  const rows = ctx.db.collection<ProjectedDoc>(collection);
  const now = ctx.now();
  let left = changes.filter(({ setOnInsert }) => !isExpired(setOnInsert, now));
  for (let round = 0; left.length > 0 && round < ROUNDS; round++) {
    try {
      await rows.bulkWrite(
        left.map((change) => toUpdate(change, batch)),
        { ordered: false },
      );
      return;
    } catch (error) {
      // the document is there: it has seen the batch, or another has inserted it just now
      if (!findDuplicates(error)) throw error;
    }
    const seen = await rows
      .find({ _id: { $in: left.map(({ _id }) => _id) }, batch: { $gte: batch } }, { projection: { _id: 1 } })
      .toArray();
    const done = new Set(seen.map(({ _id }) => _id));
    left = left.filter(({ _id }) => !done.has(_id));
  }
  if (left.length > 0) throw new Error(`${left.length} changes of ${collection} were refused ${ROUNDS} times`);
};
