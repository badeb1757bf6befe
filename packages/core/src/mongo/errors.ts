import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';

const DUPLICATE_KEY = 11000;
// BadValue, DocumentValidationFailure, BSONObjectTooLarge
const REFUSED = new Set([2, 121, 10334]);
// NotWritablePrimary, PrimarySteppedDown, ShutdownInProgress, Interrupted…, HostUnreachable, NetworkTimeout
const UNAVAILABLE = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** True when a unique index refused the write. */
export const isDuplicateKey = (error: unknown): boolean =>
  (error instanceof MongoServerError || error instanceof MongoBulkWriteError) && error.code === DUPLICATE_KEY;

/** Of an unordered bulk, the writes that a unique index refused; null when anything else went wrong too. */
export const findDuplicates = (error: unknown): number[] | null => {
  if (!(error instanceof MongoBulkWriteError)) return null;
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  return errors.every(({ code }) => code === DUPLICATE_KEY) ? errors.map(({ index }) => index) : null;
};

/** True when the database took the write for a faulty one: nothing was stored. */
export const isRefusedWrite = (error: unknown): boolean =>
  isDuplicateKey(error) ||
  (error instanceof MongoServerError && typeof error.code === 'number' && REFUSED.has(error.code));

/** True when the database could not be reached or is changing its primary: the same call may succeed soon. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  (error instanceof Error && error.name === 'MongoWaitQueueTimeoutError') ||
  (error instanceof MongoError && error.hasErrorLabel('RetryableWriteError')) ||
  (error instanceof MongoServerError && typeof error.code === 'number' && UNAVAILABLE.has(error.code));
