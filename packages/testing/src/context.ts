import { randomBytes } from 'node:crypto';
import { allCollections } from '@message-service/core/collections';
import { createContext, type OpenContext } from '@message-service/core/context';
import { createLogger } from '@message-service/core/logger';
import { ensureCollections } from '@message-service/core/mongo';
import { CoreSettings } from '@message-service/core/settings';
import { readTestSettings } from './settings.ts';

export type TestContext = {
  ctx: OpenContext;
  settings: CoreSettings;
  /** The environment by which another process joins the same database and queues. */
  environment: Record<string, string>;
  /** What a Redis that is emptied does to this service, without the other tests that share it. */
  emptyRedis(): Promise<void>;
  close(): Promise<void>;
};

const dropKeys = async (ctx: OpenContext) => {
  for await (const keys of ctx.redis.scanStream({ match: `${ctx.settings.REDIS_PREFIX}:*`, count: 1_000 })) {
    if (Array.isArray(keys) && keys.length > 0) await ctx.redis.unlink(...keys.map(String));
  }
};

/**
 * A context over real engines with a database and a Redis prefix of its own; `close` drops both.
 * `overrides` are environment variables of the service.
 */
export const createTestContext = async (overrides: Record<string, string> = {}): Promise<TestContext> => {
  const { TEST_MONGODB_URL, TEST_REDIS_URL, LOG_LEVEL } = readTestSettings();
  if (!TEST_MONGODB_URL || !TEST_REDIS_URL) throw new Error('no engines: run vitest with the global set-up');
  const name = `t${randomBytes(6).toString('hex')}`;
  const environment = {
    ENVIRONMENT: 'test',
    LOG_LEVEL,
    MONGODB_URL: TEST_MONGODB_URL,
    MONGODB_DATABASE: name,
    REDIS_URL: TEST_REDIS_URL,
    REDIS_PREFIX: name,
    MAX_MESSAGES_PER_MINUTE: '1000000',
    MAX_MESSAGES_PER_HOUR: '1000000',
    MAX_MESSAGES_PER_DAY: '1000000',
    MAX_CONCURRENT_MESSAGES_PER_USER: '1000000',
    LLM_BREAKER_FAILURES: '1000000',
    LLM_BREAKER_FAILURES_LMSTUDIO: '1000000',
    ...overrides,
  };
  const ctx = await createContext(CoreSettings.parse(environment), createLogger({ LOG_LEVEL }, 'test'), 'test');
  await ensureCollections(ctx.db, allCollections);
  return {
    ctx,
    settings: ctx.settings,
    environment,
    emptyRedis: () => dropKeys(ctx),
    async close() {
      await ctx.db.dropDatabase();
      await dropKeys(ctx);
      await ctx.close();
    },
  };
};
