import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type WriteError,
} from 'mongodb';

const DUPLICATE_KEY = 11000;
const OUT_OF_TIME = 50;
// BadValue, DocumentValidationFailure, BSONObjectTooLarge
const REFUSED = new Set([2, 121, 10334]);
const WRITE_CONFLICT = 112;
// NotWritablePrimary, PrimarySteppedDown, ShutdownInProgress, Interrupted…, HostUnreachable, NetworkTimeout, WriteConflict
const UNAVAILABLE = new Set([6, 7, 89, 91, WRITE_CONFLICT, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** True when a unique index refused the write. */
export const isDuplicateKey = (error: unknown): boolean =>
  (error instanceof MongoServerError || error instanceof MongoBulkWriteError) && error.code === DUPLICATE_KEY;

/**
 * Of an unordered bulk of `size` inserts, those that were refused, by their place: all others are stored. Null when that
 * is not known: the driver wraps whatever keeps a bulk from its end, a lost connection too, into the same error.
 */
export const findRefused = (error: unknown, size: number): Map<number, WriteError> | null => {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) return null;
  const refused = new Map(error.result.getWriteErrors().map((each) => [each.index, each]));
  return refused.size > 0 && refused.size + error.result.insertedCount === size ? refused : null;
};

/** Of an unordered bulk, the writes that a unique index refused; null when anything else went wrong too. */
export const findDuplicates = (error: unknown): number[] | null => {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) return null;
  const errors = error.result.getWriteErrors();
  if (errors.length === 0) return null;
  return errors.every(({ code }) => code === DUPLICATE_KEY) ? errors.map(({ index }) => index) : null;
};

/** What kept a bulk from its end; of any other error, itself. */
export const causeOfBulk = (error: unknown): unknown =>
  error instanceof MongoBulkWriteError && error.errorResponse instanceof Error ? error.errorResponse : error;

/** True when the database took the write for a faulty one: nothing was stored. */
export const isRefusedWrite = (error: unknown): boolean =>
  isDuplicateKey(error) ||
  (error instanceof MongoServerError && typeof error.code === 'number' && REFUSED.has(error.code));

/** True when the write lost against others at the same time, which it stood in the way of: nothing of it was stored. */
export const isWriteConflict = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === WRITE_CONFLICT;

/** True when a command took longer than its `maxTimeMS`. */
export const isOutOfTime = (error: unknown): boolean => error instanceof MongoServerError && error.code === OUT_OF_TIME;

/** True when the database could not be reached or is changing its primary: the same call may succeed soon. */
export const isUnavailable = (failure: unknown): boolean => isAway(causeOfBulk(failure));

const isAway = (error: unknown): boolean =>
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  (error instanceof Error && error.name === 'MongoWaitQueueTimeoutError') ||
  (error instanceof MongoError && error.hasErrorLabel('RetryableWriteError')) ||
  (error instanceof MongoServerError && typeof error.code === 'number' && UNAVAILABLE.has(error.code));
