import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { AnyBulkWriteOperation, Document } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { ensureCollections } from '../mongo/index.ts';
import type { LogHeadDoc } from './event-checkpoints.ts';
import { findLogHead } from './log-head.ts';
import { isExpired, type Projection } from './projection.ts';
import { holdProjection, keepHold, leaveProjection, projectFrom, runProjection } from './run-projection.ts';

type Context = Pick<CoreContext, 'db' | 'now'>;
type Row = Document & { _id: string };

export type RebuildReport = {
  projection: string;
  /** Documents that the events make, from the first on. */
  documents: number;
  /** Stored documents that were missing, too many, or other than that. */
  different: number;
  /** The ids of the first of them. */
  examples: string[];
};

const HOLD_MS = 60_000;
const ROWS_PER_PART = 500;
const EXAMPLES = 20;
const LEFTOVER_MS = 86_400_000;

/** Drops what rebuilds left behind that were killed: nobody works on one for a day. */
const dropLeftovers = async (ctx: Context, collection: string): Promise<void> => {
  const found = await ctx.db.listCollections({}, { nameOnly: true }).toArray();
  const before = ctx.now().getTime() - LEFTOVER_MS;
  for (const { name } of found) {
    const [, begun] = name.startsWith(`${collection}_rebuild-`) ? (/-(\d+)-/.exec(name) ?? []) : [];
    if (begun !== undefined && Number(begun) < before) await ctx.db.dropCollection(name);
  }
};

/** Rows of two collections side by side, where they have the same id. */
async function* pairRows(ctx: Context, left: string, right: string): AsyncGenerator<[Row | null, Row | null]> {
  const [ours, theirs] = [left, right].map((name) => ctx.db.collection<Row>(name).find().sort({ _id: 1 }));
  if (!ours || !theirs) return;
  try {
    let [a, b] = await Promise.all([ours.next(), theirs.next()]);
    while (a || b) {
      const first = a && (!b || a._id <= b._id) ? a : null;
      const second = b && (!a || b._id <= a._id) ? b : null;
      yield [first, second];
      if (first) a = await ours.next();
      if (second) b = await theirs.next();
    }
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
  }
}

/** Counts where the stored rows differ from the made ones; `onPart` gets what would mend them, after so many rows each. */
const compare = async (
  ctx: Context,
  stored: string,
  made: string,
  onPart: (operations: AnyBulkWriteOperation<Row>[]) => Promise<void>,
): Promise<Omit<RebuildReport, 'projection'>> => {
  const report = { documents: 0, different: 0, examples: [] as string[] };
  let operations: AnyBulkWriteOperation<Row>[] = [];
  let rows = 0;
  for await (const [is, should] of pairRows(ctx, stored, made)) {
    if (should) report.documents++;
    // what has expired is gone, or is not made again and about to go
    if (!isExpired(is ?? should, ctx.now()) && !isDeepStrictEqual(is, should)) {
      const _id = should?._id ?? is?._id ?? '';
      report.different++;
      if (report.examples.length < EXAMPLES) report.examples.push(_id);
      operations.push(
        should
          ? { replaceOne: { filter: { _id }, replacement: should, upsert: true } }
          : { deleteOne: { filter: { _id } } },
      );
    }
    if (++rows % ROWS_PER_PART > 0) continue;
    await onPart(operations);
    operations = [];
  }
  await onPart(operations);
  return report;
};

/**
 * Makes a projection from the first event on, beside the stored one, and compares the two; then puts the stored one
 * right, unless it is only to `check`. Traffic goes on: the projection lags for as long as the comparison takes. A run
 * that was cut short leaves the stored documents as they are, each right or as it was.
 * @throws ProjectionHeldError when another process rebuilds it, or the hold was lost meanwhile
 */
export const rebuildProjection = async (
  ctx: Context,
  projection: Projection,
  { check = false }: { check?: boolean } = {},
): Promise<RebuildReport> => {
  const { name, collection } = projection;
  const holder = `rebuild-${ctx.now().getTime()}-${randomUUID().slice(0, 8)}`;
  const shadow = `${collection.name}_${holder}`;
  const getHead = async (): Promise<LogHeadDoc> => {
    const head = await findLogHead(ctx);
    return head ?? { _id: 'log', epoch: 1, sealed: 0, ends: [], holder: '', lease_until: new Date(0) };
  };
  await dropLeftovers(ctx, collection.name);
  await ensureCollections(ctx.db, [{ ...collection, name: shadow }]);
  try {
    const makeUpTo = (head: LogHeadDoc, position: number, onBatch?: () => Promise<boolean>) =>
      projectFrom(ctx, projection, { collection: shadow, position, head }, onBatch);
    const hold = async () => {
      await keepHold(ctx, name, holder, HOLD_MS);
      return true;
    };
    let position = await makeUpTo(await getHead(), 0);
    // what came about meanwhile is little now, and takes less than the hold lasts
    position = await makeUpTo(await getHead(), position);
    await holdProjection(ctx, name, holder, HOLD_MS);
    // both up to the same end, whatever is written meanwhile
    const head = await getHead();
    await runProjection(ctx, projection, head, { holder });
    await hold();
    await makeUpTo(head, position, hold);
    const rows = ctx.db.collection<Row>(collection.name);
    const found = await compare(ctx, collection.name, shadow, async (operations) => {
      await keepHold(ctx, name, holder, HOLD_MS);
      if (!check && operations.length > 0) await rows.bulkWrite(operations, { ordered: false });
    });
    return { projection: name, ...found };
  } finally {
    await leaveProjection(ctx, name, holder);
    await ctx.db.dropCollection(shadow);
  }
};
