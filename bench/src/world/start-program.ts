import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export type Program = {
  name: string;
  pid: number;
  url: string;
  /** Asks a program of this folder and waits for what it answers. @throws Error with what it threw, or when it ends */
  ask(question: unknown): Promise<unknown>;
  stop(): Promise<void>;
};
export type ProgramOptions = {
  name: string;
  script: string;
  environment: Record<string, string>;
  /** Options of Node itself. */
  flags?: readonly string[];
  /** Of a program that does not speak to its parent: it is ready when this answers 200. */
  health?: string;
};

const PATIENCE_MS = 30_000;
const GRACE_MS = 8_000;
const KEPT_OUTPUT = 8_000;

const Said = z.object({
  ready: z.object({ url: z.string().optional() }).optional(),
  error: z.string().optional(),
  answer: z.unknown().optional(),
});

const untilHealthy = async (url: string, isRunning: () => boolean): Promise<boolean> => {
  const deadline = performance.now() + PATIENCE_MS;
  while (isRunning() && performance.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === 200) return true;
    await sleep(25);
  }
  return false;
};

/** Starts a Node program and waits until it is ready. @throws Error with its output when it does not become so */
export const startProgram = async (options: ProgramOptions): Promise<Program> => {
  const { name, script, environment, flags = [], health } = options;
  const child = spawn(process.execPath, [...flags, script], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = once(child, 'close');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const fail = () => new Error(`${name} ended:\n${output}`);
  const hear = async () => {
    const said = await Promise.race([once(child, 'message'), ended.then(() => null)]);
    if (!said) throw fail();
    const { error, ...rest } = Said.parse(said[0]);
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    return rest;
  };
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(timer);
  };
  const becomeReady = async () => {
    if (health === undefined) return (await hear()).ready?.url ?? '';
    if (!(await untilHealthy(health, isRunning))) throw fail();
    return new URL(health).origin;
  };
  try {
    const url = await becomeReady();
    return {
      name,
      pid: child.pid ?? 0,
      url,
      stop,
      async ask(question) {
        const heard = hear();
        child.send(question as object);
        return (await heard).answer;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
