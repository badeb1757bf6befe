import type { Metrics } from './index.ts';

/** Commands that are counted by their own name; there are hundreds, and each name costs a set of series. */
const OPERATIONS = new Set([
  ...['find', 'getMore', 'aggregate', 'count', 'distinct'],
  ...['insert', 'update', 'delete', 'findAndModify'],
]);

/** Has the answers of MongoDB counted in `database_query_seconds`. */
export const observeQueries =
  ({ databaseQuery }: Pick<Metrics, 'databaseQuery'>) =>
  (command: string, seconds: number): void =>
    databaseQuery.observe({ operation: OPERATIONS.has(command) ? command : 'other' }, seconds);
