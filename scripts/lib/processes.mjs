import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { endFamilies, killFamilies } from './families.mjs';

const living = new Set();
const watchers = new Set();

/** Tells `watch(pid)` of every child that starts from now on. */
export function onChildStart(watch) {
  watchers.add(watch);
}

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

/** A log file that keeps the one of the run before beside it. */
function openLog(file) {
  if (!file) return { write: () => {}, close: () => {} };
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    renameSync(file, `${file}.previous`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const fd = openSync(file, 'w');
  let open = true;
  // descendants that outlive the child may still write to what they inherited of it
  const write = (line) => open && writeSync(fd, `${line}\n`);
  const close = () => {
    open = false;
    closeSync(fd);
  };
  return { write, close };
}

/**
 * Starts a child as the leader of its own process group, so that all of it can be ended. `onLine(line, stream)` sees
 * each line of its output, `logFile` keeps them, `holdStdin` keeps its standard input open while this process lives.
 */
export function startChild({ name, command, args, cwd, env, logFile, onLine = () => {}, holdStdin = false }) {
  const log = openLog(logFile);
  const last = [];
  const stdio = [holdStdin ? 'pipe' : 'ignore', 'pipe', 'pipe'];
  const child = spawn(command, args, { cwd, env, detached: true, stdio });
  const handle = { name, pid: child.pid, code: undefined, logFile, lastLines: () => last.slice(-20) };
  const take = (stream) => (line) => {
    log.write(line);
    last.push(line);
    if (last.length > 400) last.splice(0, 200);
    onLine(line, stream);
  };
  eachLine(child.stdout, take('stdout'));
  eachLine(child.stderr, take('stderr'));
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
      if (child.pid === undefined) finish(error.code ?? 'error');
    });
    child.on('exit', (code, by) => setTimeout(() => finish(code ?? by), 500).unref());
    child.on('close', (code, by) => finish(code ?? by));
  });
  child.stdin?.on('error', (error) => last.push(error.message));
  if (child.pid !== undefined) {
    living.add(handle);
    for (const watch of watchers) watch(child.pid);
  }
  return handle;
}

/** Asks children to end, waits up to `graceMs`, then kills what is left of them, their groups and descendants. */
export async function stopChildren(handles, graceMs) {
  const pids = handles.filter((handle) => handle.pid !== undefined).map((handle) => handle.pid);
  await endFamilies(pids, graceMs);
  for (const handle of handles) living.delete(handle);
}

/** Kills every child with its group and descendants at once; nothing is awaited, so it may be used while exiting. */
export function killAll() {
  killFamilies([...living].map((handle) => handle.pid));
}

/** Every child that is still running. */
export const runningChildren = () => [...living];

/** Runs a command to its end and answers its code, output and duration. */
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
  if (handle.pid === undefined) output.push(...handle.lastLines());
  return { code, output: output.join('\n'), ms: performance.now() - started };
}

/** Runs a command that has to succeed. Throws Failure with its output and `advice(output)`. */
export async function mustRun(options, advice = () => '') {
  const result = await run(options);
  if (result.code === 0) return result;
  throw new Failure(`${options.name} failed (${result.code}).\n${result.output}\n\n${advice(result.output)}`.trimEnd());
}
