import { z } from 'zod';

const BenchSettings = z.object({ PATH: z.string().default('') });

/** Of a run's environment only what its programs need; the rest is decided by the run, so that no shell changes it. */
export const readRunSettings = () => BenchSettings.parse(process.env);

const ProgramSettings = z.object({
  MONGODB_URL: z.string().default(''),
  MONGODB_DATABASE: z.string().default(''),
  REDIS_URL: z.string().default(''),
  REDIS_PREFIX: z.string().default('bench'),
  LLM_URL: z.string().default(''),
  CONCURRENCY: z.coerce.number().int().default(1),
  /** Say over Redis when a reply is stored, as the service does. */
  ANNOUNCE: z.stringbool().default(false),
  /** The built modules of the api. */
  API_SERVER: z.string().default(''),
  API_SETTINGS: z.string().default(''),
});
export type ProgramSettings = z.output<typeof ProgramSettings>;

/** The service's own variables, for a program that opens its core. */
export const readCoreEnvironment = (): Record<string, string | undefined> => ({ ...process.env });

/** What a floor, or another program of a run, was started with. */
export const readProgramSettings = (): ProgramSettings => ProgramSettings.parse(process.env);
