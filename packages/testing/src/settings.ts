import { z } from 'zod';

const TestSettings = z.object({
  TEST_MONGODB_URL: z.string().optional(),
  TEST_REDIS_URL: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('silent'),
});

/** Where the engines of the test run are; set by `npm test`, or by the global set-up of a run started by hand. */
export const readTestSettings = () => TestSettings.parse(process.env);

/** Hands the engines' addresses over to the test files, which run in processes of their own. */
export const publishEngines = (mongodbUrl: string, redisUrl: string) => {
  process.env.TEST_MONGODB_URL = mongodbUrl;
  process.env.TEST_REDIS_URL = redisUrl;
};
