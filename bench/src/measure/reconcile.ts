/** What a turn came to, counted in several places. The first count is what the clients were told. */
export type Reconciliation = {
  counts: Record<string, number>;
  /** Answers other than the one that was wanted, by status. */
  otherAnswers: Record<string, number>;
};

/** Why a turn does not count: an answer that was not wanted, or counts that differ. Empty when all agree. */
export const findMismatches = ({ counts, otherAnswers }: Reconciliation): string[] => {
  const [[first, wanted] = ['nothing', 0], ...others] = Object.entries(counts);
  const differing = others.filter(([, count]) => count !== wanted);
  return [
    ...Object.entries(otherAnswers).map(([status, count]) => `${count} × ${status}`),
    ...differing.map(([name, count]) => `${first} ${wanted}, but ${name} ${count}`),
    ...(wanted === 0 ? ['nothing was done'] : []),
  ];
};

/** The answers by status that were not the wanted one. */
export const answersBut = (wanted: number, statuses: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(statuses).filter(([status]) => status !== String(wanted)));
