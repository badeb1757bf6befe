import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { LocalServicesError } from '../errors.ts';

const MAIN = fileURLToPath(new URL('../gateway/main.ts', import.meta.url));
const START_TIMEOUT_MS = 30_000;

export type GatewayProcess = {
  pid: number;
  port: number;
  isRunning: () => boolean;
  ended: Promise<void>;
  stop: () => Promise<void>;
};

function readPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(
      () => reject(new LocalServicesError('The gateway did not start in time.')),
      START_TIMEOUT_MS,
    );
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-2_000);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new LocalServicesError(`The gateway did not start: ${said.trim()}`));
    });
    child.stdout?.once('data', (chunk: Buffer) => {
      clearTimeout(timer);
      resolve(Number(JSON.parse(chunk.toString()).port));
    });
  });
}

/** Starts the gateway in a process of its own; it ends with this one. Port 0 lets the system choose. */
export async function startGatewayProcess(socketPath: string, port: number): Promise<GatewayProcess> {
  const loader = createRequire(import.meta.url).resolve('tsx');
  const args = ['--import', loader, MAIN, '--port', String(port), '--socket', socketPath];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  let running = true;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      running = false;
      resolve();
    }),
  );
  const listening = await readPort(child);
  return {
    pid: child.pid ?? 0,
    port: listening,
    isRunning: () => running,
    ended,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
