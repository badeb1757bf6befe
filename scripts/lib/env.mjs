import { existsSync, readFileSync } from 'node:fs';
import util from 'node:util';
import { Failure } from './failure.mjs';
import { at } from './paths.mjs';

const keptNpmSettings =
  /registry|cache|store|proxy|_ca$|cafile|userconfig|globalconfig|auth|cert|key|strict_ssl|offline/i;
const quiet = { NEXT_TELEMETRY_DISABLED: '1', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/** The variables that the service knows: every name in `.env.example`, commented out or not. */
export function knownVariables(file = at('.env.example')) {
  const names = readFileSync(file, 'utf8').matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm);
  return [...new Set([...names].map((match) => match[1]))];
}

/** Drops what `npm run` adds to the environment, except what says where and how to download. */
export function withoutNpmNoise(source) {
  const env = {};
  for (const [name, value] of Object.entries(source)) {
    if (/^npm_/i.test(name) && !(/^npm_config_/i.test(name) && keptNpmSettings.test(name) && value !== '')) continue;
    if (name === 'INIT_CWD' || name === 'NODE_ENV') continue;
    env[name] = value;
  }
  return env;
}

/** The environment for children: the process's own over `.env`; empty values count as not set. */
export function loadEnv(source = process.env) {
  const file = source.ENV_FILE ?? at('.env');
  const fromFile = file && existsSync(file) ? util.parseEnv(readFileSync(file, 'utf8')) : {};
  const known = new Set([...knownVariables(), ...Object.keys(fromFile)]);
  const env = { ...withoutNpmNoise(source), ...quiet };
  for (const name of known) {
    const value = source[name] || fromFile[name];
    if (value) env[name] = value;
    else delete env[name];
  }
  return env;
}

/** The environment of a test run: nothing of the service's own settings, so that a developer's `.env` or shell cannot change it. */
export function testEnv(source = process.env) {
  const env = { ...withoutNpmNoise(source), ...quiet };
  for (const name of knownVariables()) delete env[name];
  return { ...env, ENV_FILE: '' };
}

/** Reads a yes-or-no variable the way the service does. */
export function flag(env, name, fallback) {
  const value = env[name]?.toLowerCase();
  if (!value) return fallback;
  if (['true', '1', 'yes', 'on', 'y', 'enabled'].includes(value)) return true;
  if (['false', '0', 'no', 'off', 'n', 'disabled'].includes(value)) return false;
  throw new Failure(`${name} is "${env[name]}", but must be true or false.`);
}

/** Reads a port variable. */
export function portOf(env, name, fallback) {
  const value = Number(env[name] || fallback);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new Failure(`${name} is "${env[name]}", but must be a port between 1 and 65535.`);
}
