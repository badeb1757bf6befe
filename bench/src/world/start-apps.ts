import { freePort } from './free-port.ts';
import type { Installation } from './installation.ts';
import type { Bench } from './open-bench.ts';
import type { Program } from './start-program.ts';

/** As the images start it. */
const FLAGS = ['--enable-source-maps'];

/** Starts the built api of an installation. */
export const startApi = async (bench: Bench, { name, environment }: Installation, suffix = ''): Promise<Program> => {
  const port = await freePort();
  return bench.start({
    name: `${name}-api${suffix}`,
    script: bench.programs.api,
    environment: { ...environment, PORT: String(port) },
    flags: FLAGS,
    health: `http://127.0.0.1:${port}/health/ready`,
    profiled: true,
  });
};

/** Starts the built worker of an installation. */
export const startWorker = async (
  bench: Bench,
  { name, environment }: Installation,
  more: Record<string, string>,
): Promise<Program> => {
  const port = await freePort();
  return bench.start({
    name: `${name}-worker`,
    script: bench.programs.worker,
    environment: { ...environment, ...more, WORKER_METRICS_PORT: String(port) },
    flags: FLAGS,
    health: `http://127.0.0.1:${port}/health/ready`,
    profiled: true,
  });
};

/** Starts a floor, or another program of this folder, on the stores of an installation. */
export const startOwn = (
  bench: Bench,
  program: Parameters<Bench['programs']['own']>[0],
  environment: Record<string, string> = {},
): Promise<Program> =>
  bench.start({ name: program, script: bench.programs.own(program), environment, profiled: program !== 'llm' });
