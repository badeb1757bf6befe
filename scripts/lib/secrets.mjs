import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';

const secretNames = ['JWT_SECRET_KEY', 'HASH_SECRET_KEY', 'AUDIT_SECRET_KEY'];

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Failure(`${file} cannot be read (${error.message}). Mend it, or delete it to have a new one made.`);
  }
}

/** Reads a private JSON file, making it first when it is missing. Two processes doing so at once end with the same file. */
function keep(file, make) {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(make(), null, 2)}\n`, { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  chmodSync(file, 0o600);
  return complete(file, readJson(file), make);
}

/** Adds to a kept file what an earlier version did not know of. */
function complete(file, kept, make) {
  const made = make();
  if (Object.keys(made).every((name) => kept[name] !== undefined)) return kept;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ ...made, ...kept }, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return readJson(file);
}

/** The keys that a running service signs and hashes with: those of the environment first, else kept in the data directory. */
export function secrets(env, dataDir) {
  const make = () => Object.fromEntries(secretNames.map((name) => [name, randomBytes(32).toString('base64url')]));
  const kept = secretNames.every((name) => env[name]) ? {} : keep(path.join(dataDir, 'secrets.json'), make);
  return Object.fromEntries(secretNames.map((name) => [name, env[name] || kept[name]]));
}

/** The two demo accounts and their generated passwords, kept in the data directory. */
export function credentials(dataDir) {
  const account = (name) => ({ email: `${name}@demo.local`, password: randomBytes(12).toString('base64url') });
  return keep(path.join(dataDir, 'credentials.json'), () => ({
    admin: account('admin'),
    moderator: account('moderator'),
  }));
}
