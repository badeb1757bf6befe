import type { CaseChange, CaseFilter, CaseRow } from '@message-service/shared/moderation';

/** Cases that were decided here, with the version that each had then: what comes back has a higher one. */
export type DoneHere = ReadonlyMap<string, number>;

export const isDoneHere = (done: DoneHere, { case_id, version }: Pick<CaseRow, 'case_id' | 'version'>): boolean =>
  version <= (done.get(case_id) ?? 0);

/** What was told of cases since the list was read, newest of each. */
export type Told = ReadonlyMap<string, CaseChange>;

export const addTold = (told: Told, changes: readonly CaseChange[]): Told => {
  const next = new Map(told);
  for (const change of changes)
    if ((next.get(change.case_id)?.revision ?? 0) < change.revision) next.set(change.case_id, change);
  return next;
};

const patch = (row: CaseRow, told: Told): CaseRow => {
  const change = told.get(row.case_id);
  if (!change || change.revision <= row.revision) return row;
  const { by, ...facts } = change;
  return { ...row, ...facts };
};

/**
 * The rows to show: as told since, without those that the reader has decided and, in the queue of what waits, without
 * those that somebody else has, except for the one that is open before them.
 */
export const toRows = (
  pages: readonly { items: CaseRow[] }[],
  told: Told,
  view: { waiting: boolean; done: DoneHere; open: string | undefined },
): CaseRow[] => {
  const seen = new Set<string>();
  return pages
    .flatMap(({ items }) => items)
    .map((row) => patch(row, told))
    .filter((row) => {
      if (seen.has(row.case_id) || isDoneHere(view.done, row)) return false;
      seen.add(row.case_id);
      return !view.waiting || row.state !== 'decided' || row.case_id === view.open;
    });
};

/** Whether a case belongs into the list of a filter, as far as what is told of it says. */
export const fits = (filter: CaseFilter, one: CaseChange, me: string, now: number): boolean => {
  const holder = one.claim && one.claim.until.getTime() > now ? one.claim.by : null;
  const claims = {
    mine: holder === me || one.assigned_to === me,
    free: holder === null,
    others: holder !== null && holder !== me,
  };
  return (
    (filter.state === 'waiting' ? one.state !== 'decided' : filter.state === 'all' || filter.state === one.state) &&
    one.severity >= (filter.severity_min ?? 1) &&
    (filter.source === undefined || one.sources.includes(filter.source)) &&
    (filter.claim === undefined || claims[filter.claim]) &&
    (filter.overdue !== true || one.due_at.getTime() < now) &&
    one.user_id === (filter.user_id ?? one.user_id) &&
    one.conversation_id === (filter.conversation_id ?? one.conversation_id)
  );
};

/** How many cases wait that belong into the list and that it does not hold yet. */
export const countNew = (
  pages: readonly { items: CaseRow[] }[],
  told: Told,
  done: DoneHere,
  belongs: (change: CaseChange) => boolean,
): number => {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ case_id }) => case_id)));
  const fresh = [...told.values()].filter(
    (change) => change.state === 'open' && belongs(change) && !isDoneHere(done, change) && !known.has(change.case_id),
  );
  return fresh.length;
};

/** The row to go to from this one: the next that nobody else holds and that waits for nobody else, else the one before, else any. */
export const nextOf = (
  rows: readonly CaseRow[],
  from: string | undefined,
  me: string,
  now: number,
): string | undefined => {
  const index = rows.findIndex(({ case_id }) => case_id === from);
  const isFree = ({ claim, assigned_to }: CaseRow) =>
    (assigned_to ?? me) === me && (!claim || claim.by === me || claim.until.getTime() <= now);
  const after = rows.slice(index + 1);
  return (after.find(isFree) ?? rows.slice(0, Math.max(0, index)).findLast(isFree) ?? after[0])?.case_id;
};
