import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export type Exit = { code: number | null; signal: NodeJS.Signals | null };
export type RunningProcess = {
  name: string;
  pid: number;
  /** The end of what it printed. */
  output(): string;
  isRunning(): boolean;
  signal(name: NodeJS.Signals): void;
  /** SIGKILL, as a crash would end it; resolves when it is gone. */
  kill(): Promise<void>;
  ended: Promise<Exit>;
};

const KEPT_OUTPUT = 20_000;
const PATIENCE_MS = 90_000;
const running = new Set<RunningProcess>();

process.once('exit', () => {
  for (const child of running) child.signal('SIGKILL');
});

/** The processes started here that have not ended. */
export const findRunning = (): RunningProcess[] => [...running];

/** Starts a Node program that ends at the latest with this process. */
export const startProcess = (name: string, script: string, environment: Record<string, string>): RunningProcess => {
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close').then(([code, signal]): Exit => {
    running.delete(started);
    return { code, signal };
  });
  const started: RunningProcess = {
    name,
    pid: child.pid ?? 0,
    output: () => output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
  running.add(started);
  return started;
};

/** Waits until `GET url` answers 200. @throws Error with the process's output when it ends or takes too long */
export const untilReady = async (child: RunningProcess, url: string): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS;
  while (child.isRunning() && performance.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    await sleep(25);
  }
  throw new Error(`${child.name} is not ready:\n${child.output()}`);
};
