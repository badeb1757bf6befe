import { randomBytes } from 'node:crypto';
import { allCollections } from '@message-service/core/collections';
import { type CoreContext, createContext } from '@message-service/core/context';
import { createLogger } from '@message-service/core/logger';
import { ensureCollections } from '@message-service/core/mongo';
import { CoreSettings } from '@message-service/core/settings';
import { createClient, createLedger } from '@message-service/testing/load';
import type { Sender } from '../generator/task.ts';
import type { Bench } from './open-bench.ts';
import type { Program } from './start-program.ts';

/** A database and a Redis prefix for one target, and the environment by which its programs find them. */
export type Installation = {
  name: string;
  secret: string;
  environment: Record<string, string>;
  /** For preparing and counting; what is measured runs in processes of its own. */
  ctx: CoreContext;
  close(): Promise<void>;
};

const UNLIMITED = Object.fromEntries(
  [
    'MAX_MESSAGES_PER_MINUTE',
    'MAX_MESSAGES_PER_HOUR',
    'MAX_MESSAGES_PER_DAY',
    'MAX_CONCURRENT_MESSAGES_PER_USER',
    'MAX_QUEUED_MESSAGES',
  ].map((name) => [name, '1000000']),
);

/** Opens an empty installation; with `schema` it has the service's collections and indexes. */
export const openInstallation = async (
  bench: Bench,
  name: string,
  more: Record<string, string> = {},
  { schema = true } = {},
): Promise<Installation> => {
  const secret = randomBytes(24).toString('hex');
  const environment = {
    ENVIRONMENT: 'production',
    HOST: '127.0.0.1',
    MONGODB_URL: bench.mongodb.url,
    MONGODB_DATABASE: `bench_${name}`,
    REDIS_URL: bench.redis.url,
    REDIS_PREFIX: `bench_${name}`,
    JWT_SECRET_KEY: secret,
    HASH_SECRET_KEY: secret,
    AUDIT_SECRET_KEY: `audit ${secret}`,
    ...UNLIMITED,
    ...more,
  };
  const settings = CoreSettings.parse(environment);
  const ctx = await createContext(settings, createLogger({ LOG_LEVEL: 'silent' }, 'bench'), 'bench');
  if (schema) await ensureCollections(ctx.db, allCollections);
  return {
    name,
    secret,
    environment,
    ctx,
    async close() {
      await ctx.db.dropDatabase();
      await ctx.close();
    },
  };
};

/** Users, each with a conversation made over HTTP, as senders of the load. */
export const createSenders = async ({ secret }: Installation, api: Program, count: number): Promise<Sender[]> => {
  const clients = Array.from({ length: count }, () => createClient({ secret }, createLedger(), () => api.url));
  return Promise.all(
    clients.map(async (client) => ({
      authorization: `Bearer ${client.token}`,
      conversation_id: await client.createConversation(),
    })),
  );
};
