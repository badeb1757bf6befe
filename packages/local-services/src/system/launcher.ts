import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineUser } from './engine-user.ts';

// Runs the program and holds our end of a pipe: when the pipe closes, because this process ended in whatever way, the
// program is told to stop and killed when it does not. The program's id is the only thing that is printed.
const SCRIPT = `
signal=$1 grace=$2 leftover=$3; shift 3
exec 3<&0
"$@" </dev/null >engine.log 2>&1 3<&- &
pid=$!
echo $pid
exec >/dev/null
{
  read -r _ <&3
  trap '' TERM
  kill -s "$signal" $pid
  while kill -0 $pid; do
    [ $grace -gt 0 ] || kill -s KILL $pid
    sleep 0.1
    grace=$((grace - 1))
  done
  [ -z "$leftover" ] || rm -rf "$leftover"
} 2>/dev/null &
watcher=$!
exec 3<&-
wait $pid
code=$?
kill $watcher 2>/dev/null
wait $watcher 2>/dev/null
exit $code`;

export type Launch = {
  program: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  user?: EngineUser;
  stopSignal: 'INT' | 'TERM';
  graceMs: number;
  /** A folder that nobody would remove if this process were killed. */
  leftover?: string;
};

export type Launched = {
  pid: number;
  isRunning: () => boolean;
  ended: Promise<number>;
  stop: () => Promise<void>;
  kill: () => Promise<void>;
};

/** The process and its children, as /proc knows them; just the process where there is no /proc. */
export function familyOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return [pid, ...children.split(' ').filter(Boolean).map(Number)];
  } catch {
    return [pid];
  }
}

/** Whether a process is there and not merely waiting to be buried. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

export async function waitUntilGone(pids: number[], timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (pids.some(isProcessAlive)) {
    if (Date.now() > deadline) return false;
    await delay(10);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  if (isProcessAlive(pid)) process.kill(pid, name);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it started`)));
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()));
  });
}

/** Starts a program in its own process group, so that it ends when this process does. Its output goes to engine.log. */
export async function launch({
  program,
  args,
  cwd,
  env,
  user,
  stopSignal,
  graceMs,
  leftover = '',
}: Launch): Promise<Launched> {
  const grace = String(Math.ceil(graceMs / 100));
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'launcher', stopSignal, grace, leftover, program, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(user?.isDropped && { uid: user.uid, gid: user.gid }),
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const pid = Number(await firstLine(child));
  let running = true;
  void ended.then(() => {
    running = false;
  });
  return {
    pid,
    isRunning: () => running,
    ended,
    stop: async () => {
      const family = familyOf(pid);
      child.stdin.end();
      await ended;
      await waitUntilGone(family, graceMs);
    },
    kill: async () => {
      const family = familyOf(pid);
      for (const member of family) signal(member, 'SIGKILL');
      await ended;
      await waitUntilGone(family, graceMs);
    },
  };
}
