import { z } from 'zod';

const TestSettings = z.object({
  TEST_MONGODB_URL: z.string().optional(),
  TEST_REDIS_URL: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('silent'),
  /** The build of api and worker that tests start; see `processes/build-apps.ts`. */
  TEST_APPS: z.string().optional(),
  /** Repeats a run of faults: what is killed, and when, follows from it. */
  FAULT_SEED: z.coerce.number().int().min(0).optional(),
  /** Random inputs that each schema of the api is sent, and the seed that repeats them. */
  FUZZ_CASES: z.coerce.number().int().min(1).default(300),
  FUZZ_SEED: z.coerce.number().int().optional(),
});

/** Where the engines of the test run are; set by `npm test`, or by the global set-up of a run started by hand. */
export const readTestSettings = () => TestSettings.parse(process.env);

/** Hands the engines' addresses over to the test files, which run in processes of their own. */
export const publishEngines = (mongodbUrl: string, redisUrl: string) => {
  process.env.TEST_MONGODB_URL = mongodbUrl;
  process.env.TEST_REDIS_URL = redisUrl;
};

/** Hands the build of api and worker over to the test files. */
export const publishApps = (key: string) => {
  process.env.TEST_APPS = key;
};
