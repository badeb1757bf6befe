import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { LocalServicesError } from '../errors.ts';

const MAIN = fileURLToPath(new URL('../gateway/main.ts', import.meta.url));
const START_TIMEOUT_MS = 30_000;

export type GatewayProcess = {
  pid: number;
  port: number;
  isRunning: () => boolean;
  ended: Promise<string>;
  stop: () => Promise<void>;
};

function readPort(child: ChildProcess, ended: Promise<string>, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => reject(new LocalServicesError(message));
    const timer = setTimeout(() => fail('The gateway did not start in time.'), START_TIMEOUT_MS);
    child.stdout?.once('data', (chunk: Buffer) => resolve(Number(JSON.parse(chunk.toString()).port)));
    void ended.then((said) => {
      if (said.includes('EADDRINUSE')) fail(`Port ${wanted} is in use. Stop what uses it, or choose another port.`);
      else fail(`The gateway did not start: ${said}`);
    });
    void Promise.race([ended, once(child.stdout ?? child, 'data')]).then(() => clearTimeout(timer));
  });
}

/** Starts the gateway in a process of its own; it ends with this one. Port 0 lets the system choose. */
export async function startGatewayProcess(socketPath: string, port: number): Promise<GatewayProcess> {
  const loader = createRequire(import.meta.url).resolve('tsx');
  const args = ['--import', loader, MAIN, '--port', String(port), '--socket', socketPath];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  let running = true;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk).slice(-2_000);
  });
  const ended = new Promise<string>((resolve) =>
    child.once('exit', () => {
      running = false;
      resolve(said.trim());
    }),
  );
  const listening = await readPort(child, ended, port);
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
