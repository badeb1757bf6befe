/** A machine that cannot run what was asked for; the message says what is missing and what to do. */
export class LocalServicesError extends Error {}

const NO_SPACE = /ENOSPC|no space left on device/i;
const NO_NETWORK =
  /could not resolve|temporary failure|could not connect|unable to connect|connection (failed|timed out|refused)|network is unreachable/i;
const READ_ONLY =
  /EROFS|EACCES|EPERM|ENOTDIR|ENOENT: no such file or directory, mkdir|read-only file system|permission denied/i;

const IN_CACHE = 'Set XDG_CACHE_HOME to a folder that can';
const IN_DATA = 'Choose a data folder that can';

/** Turns the failure of a step into one sentence that says what to do about it. */
export function explainFailure(
  step: string,
  folder: string,
  error: unknown,
  kind: 'cache' | 'data' = 'cache',
): LocalServicesError {
  if (error instanceof LocalServicesError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (NO_SPACE.test(text)) {
    return new LocalServicesError(
      `${step}: the disk that holds ${folder} is full. Free ${kind === 'cache' ? '1 GB' : '200 MB'} and run it again.`,
    );
  }
  if (NO_NETWORK.test(text)) {
    return new LocalServicesError(
      `${step}: the Debian archive cannot be reached. Check the network (or the proxy in apt's settings) and run it again.`,
    );
  }
  if (READ_ONLY.test(text)) {
    const remedy = kind === 'cache' ? IN_CACHE : IN_DATA;
    return new LocalServicesError(
      `${step}: ${folder} cannot be written. ${remedy}, and run it again. (${text.slice(0, 200)})`,
    );
  }
  return new LocalServicesError(`${step} failed: ${text.slice(-600)}`);
}
