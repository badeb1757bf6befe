import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Service, startServices } from '@message-service/local-services';
import { type Generator, startGenerator } from '../generator/start-generator.ts';
import { familyCpuTimeOf } from '../measure/cpu-time.ts';
import type { RunOptions } from '../run-options.ts';
import { readRunSettings } from '../settings.ts';
import { buildPrograms, type Programs } from './build-programs.ts';
import { type Program, type ProgramOptions, startProgram } from './start-program.ts';

/** What all workloads of a run share: engines, the load, the programs, and what was asked for. */
export type Bench = {
  options: RunOptions;
  programs: Programs;
  mongodb: Service;
  redis: Service;
  generator: Generator;
  /** Starts a program that ends with the run at the latest; with `profiled` it writes a profile when that is asked for. */
  start(options: ProgramOptions & { profiled?: boolean }): Promise<Program>;
  /** Ends what was started since the last call. */
  stopPrograms(): Promise<void>;
  /** Processor time of both engines with all their processes, in ms; null when somebody else runs one of them. */
  storeCpuTime(): number | null;
  say(text: string): void;
  close(): Promise<void>;
};

const flagsFor = (folder: string | undefined, name: string): string[] =>
  folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-name', `${name}.cpuprofile`];

/** Builds the programs and starts the engines, which keep what they are told as they would in production. */
export const openBench = async (options: RunOptions, say: (text: string) => void): Promise<Bench> => {
  const environment = { PATH: readRunSettings().PATH };
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    if (options.profile) await mkdir(options.profile, { recursive: true });
    say('building');
    const programs = await buildPrograms(String(process.pid));
    closers.push(programs.remove);
    const { mongodb, redis, stop } = await startServices({ dataDir: options.dataDir, durable: true, log: say });
    closers.push(stop);
    const generator = await startGenerator(programs.own('generator'), environment);
    closers.push(generator.stop);
    const started: Program[] = [];
    const stopPrograms = async () => void (await Promise.all(started.splice(0).map((program) => program.stop())));
    closers.push(stopPrograms);
    const roots = [mongodb.pids(), redis.pids()];
    return {
      options,
      programs,
      mongodb,
      redis,
      generator,
      async start({ profiled = false, flags = [], ...rest }) {
        const profile = profiled ? flagsFor(options.profile && path.resolve(options.profile), rest.name) : [];
        const program = await startProgram({
          ...rest,
          environment: { ...environment, ...rest.environment },
          flags: [...flags, ...profile],
        });
        started.push(program);
        return program;
      },
      stopPrograms,
      storeCpuTime: () => (roots.some((pids) => pids.length === 0) ? null : familyCpuTimeOf(roots.flat())),
      say,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
