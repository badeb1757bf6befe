import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';

const living = new Set();

/** Whether a process of this id exists. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

/** Every descendant of a process, also those that left its group. Linux only; elsewhere the group has to do. */
export function descendants(pid) {
  if (process.platform !== 'linux') return [];
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(entry);
    if (parent) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found = [];
  for (const next = [pid]; next.length > 0; ) {
    const own = children.get(next.pop()) ?? [];
    found.push(...own);
    next.push(...own);
  }
  return found;
}

function parentOf(entry) {
  try {
    const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}

/** Splits a stream into lines. */
function eachLine(stream, take) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) take(line);
  });
  stream.on('end', () => rest && take(rest));
}

function openLog(file) {
  if (!file) return { write: () => {}, close: () => {} };
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(`${file}.previous`, { force: true });
  try {
    renameSync(file, `${file}.previous`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const fd = openSync(file, 'w');
  return { write: (line) => writeSync(fd, `${line}\n`), close: () => closeSync(fd) };
}

/**
 * Starts a child as the leader of its own process group, so that all of it can be ended.
 * `onLine(line, stream)` sees each line of its output; `logFile` keeps them; `holdStdin` keeps its standard input open
 * for as long as this process lives.
 */
export function startChild({ name, command, args, cwd, env, logFile, onLine = () => {}, holdStdin = false }) {
  const log = openLog(logFile);
  const last = [];
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: [holdStdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const handle = { name, pid: child.pid, child, code: undefined, logFile, lastLines: () => last.slice(-20) };
  const take = (stream) => (line) => {
    log.write(line);
    last.push(line);
    if (last.length > 400) last.splice(0, 200);
    onLine(line, stream);
  };
  eachLine(child.stdout, take('stdout'));
  eachLine(child.stderr, take('stderr'));
  living.add(handle);
  handle.ended = new Promise((resolve) => {
    const finish = (code) => {
      if (handle.code !== undefined) return;
      handle.code = code;
      living.delete(handle);
      log.close();
      resolve(code);
    };
    child.on('error', (error) => {
      last.push(error.message);
      finish(error.code ?? 'error');
    });
    child.on('exit', () => living.delete(handle));
    child.on('close', (code, by) => finish(code ?? by));
  });
  return handle;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks children to end, waits up to `graceMs`, then kills what is left of their groups and descendants. */
export async function stopChildren(handles, graceMs) {
  const running = handles.filter((handle) => handle.pid !== undefined && handle.code === undefined);
  const families = running.map((handle) => [handle.pid, ...descendants(handle.pid)]);
  for (const handle of running) signal(handle.pid, 'SIGTERM');
  await Promise.race([Promise.all(running.map((handle) => handle.ended)), pause(graceMs)]);
  for (const handle of running) if (handle.code === undefined) families.push(descendants(handle.pid));
  for (const handle of handles) if (handle.pid !== undefined) signal(-handle.pid, 'SIGKILL');
  for (const pid of families.flat()) if (isOurs(pid, families)) signal(pid, 'SIGKILL');
  await Promise.race([Promise.all(running.map((handle) => handle.ended)), pause(1_000)]);
}

function isOurs(pid, families) {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  const parent = parentOf(String(pid));
  return parent === 1 || parent === process.pid || families.some((family) => family.includes(parent));
}

/** Kills every child and its group at once: the last resort, usable where nothing can be awaited. */
export function killAll() {
  for (const handle of living) {
    const family = handle.pid === undefined ? [] : descendants(handle.pid);
    if (handle.pid !== undefined) signal(-handle.pid, 'SIGKILL');
    for (const pid of family) signal(pid, 'SIGKILL');
  }
}

/** Runs a command to its end and answers its code and output. */
export async function run(options) {
  const output = [];
  const started = performance.now();
  const handle = startChild({
    ...options,
    onLine: (line, stream) => {
      output.push(line);
      options.onLine?.(line, stream);
    },
  });
  const code = await handle.ended;
  const spawnError = handle.pid === undefined ? handle.lastLines() : [];
  return { code, output: [...output, ...spawnError].join('\n'), ms: performance.now() - started };
}

/** Runs a command that has to succeed. Throws Failure with its output and `advice(output)`. */
export async function mustRun(options, advice = () => '') {
  const result = await run(options);
  if (result.code === 0) return result;
  throw new Failure(`${options.name} failed (${result.code}).\n${result.output}\n\n${advice(result.output)}`.trimEnd());
}
