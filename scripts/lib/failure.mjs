/** An expected failure: its message is all that the person at the terminal needs. */
export class Failure extends Error {
  name = 'Failure';
}

const disk = /ENOSPC|EDQUOT|EROFS|no space left on device/i;
const permission = /EACCES|EPERM|permission denied/i;
const place = /^(?:EEXIST|ENOTDIR|ENOENT)$/;
const network =
  /ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|UND_ERR_|META_FETCH_FAIL|network (?:is )?unreachable|fetch failed|getaddrinfo/i;

/** What to do about a failed preparation step, judged by what it printed. */
export function adviceFor(output) {
  if (disk.test(output))
    return 'The disk is full or read-only. Free some space (about 2 GB are needed), then run it again.';
  if (permission.test(output)) return 'Check who owns the checkout and its data directory, and who runs this.';
  if (network.test(output))
    return 'The network cannot be reached. Connect, or set the proxy or registry that npm should use (npm config set proxy|registry …), then run it again. After one complete run none is needed.';
  if (place.test(output)) return 'There cannot be a folder in that place: choose another (DATA_DIR).';
  return 'Look at the output above for the cause.';
}

/** Prints a failure the short way and anything unforeseen with its stack; answers the exit code. */
export function report(error, write = (text) => process.stderr.write(text)) {
  write(error instanceof Failure ? `\n✖ ${error.message}\n` : `\n✖ ${error?.stack ?? error}\n`);
  return 1;
}
