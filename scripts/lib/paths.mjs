import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** A path inside the repository. */
export const at = (...parts) => path.join(root, ...parts);

/** Where a data directory named in the environment is; a relative one counts from the repository's root. */
export const dataDirectory = (env) => path.resolve(root, env.DATA_DIR || '.data');
