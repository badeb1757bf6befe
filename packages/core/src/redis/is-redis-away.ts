const NAMES = ['MaxRetriesPerRequestError', 'ClusterAllFailedError', 'ConnectionTimeoutError'];
const MESSAGES = [
  'Connection is closed.',
  "Stream isn't writeable and enableOfflineQueue options is false",
  'Command timed out',
];
const CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND'];

/** True when Redis could not be reached: the same call may succeed soon. The libraries tell it by name or words only. */
export const isRedisAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (NAMES.includes(error.name) || MESSAGES.includes(error.message)) return true;
  return 'syscall' in error && 'code' in error && typeof error.code === 'string' && CODES.includes(error.code);
};
