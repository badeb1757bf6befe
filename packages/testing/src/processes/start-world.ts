import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { allCollections } from '@message-service/core/collections';
import { connectMongo, ensureCollections, type MongoConnection } from '@message-service/core/mongo';
import { type Service, startMongo, startRedis } from '@message-service/local-services';
import { type LlmSimulator, type SimulatorOptions, startLlmSimulator } from '../llm-simulator/index.ts';
import { createRandom, type Random } from '../llm-simulator/random.ts';
import { readTestSettings } from '../settings.ts';
import { type AppName, type Apps, builtApps } from './build-apps.ts';
import { freePort } from './free-port.ts';
import { type RunningProcess, startProcess, untilReady } from './start-process.ts';

export type Api = RunningProcess & { url: string };
export type WorldOptions = {
  /** MongoDB of its own that survives a kill; otherwise a database of its own in the engine of the test run. */
  ownMongo?: boolean;
  /** Environment of every api and worker. */
  environment?: Record<string, string>;
  simulator?: SimulatorOptions;
  seed?: number;
  apps?: Apps;
};

/** A whole installation of real processes: engines, LLM, any number of apis and workers. */
export type World = {
  seed: number;
  random: Random;
  secret: string;
  mongo: Service | null;
  redis: Service;
  llm: LlmSimulator;
  database: MongoConnection;
  environment: Record<string, string>;
  /** Starts an api and waits until it is ready; `port` lets it come back where it was. */
  startApi(more?: { port?: number; environment?: Record<string, string> }): Promise<Api>;
  startWorker(more?: { environment?: Record<string, string> }): Promise<Api>;
  /** What the environment asks for, whether it starts or not. */
  run(app: AppName, environment: Record<string, string>): RunningProcess;
  close(): Promise<void>;
};

const UNLIMITED = Object.fromEntries(
  [
    'MAX_MESSAGES_PER_MINUTE',
    'MAX_MESSAGES_PER_HOUR',
    'MAX_MESSAGES_PER_DAY',
    'MAX_CONCURRENT_MESSAGES_PER_USER',
    'MAX_QUEUED_MESSAGES',
    'LLM_BREAKER_FAILURES',
    'LLM_BREAKER_FAILURES_LMSTUDIO',
  ].map((name) => [name, '1000000']),
);

const pickApps = (given: Apps | undefined): Apps => {
  if (given) return given;
  const { TEST_APPS } = readTestSettings();
  if (!TEST_APPS) throw new Error('no build of api and worker: run vitest with their global set-up');
  return builtApps(TEST_APPS);
};

/** Starts the engines and the LLM; the apps are started by the caller. Prints the seed, which repeats the run. */
export const startWorld = async (options: WorldOptions = {}): Promise<World> => {
  const settings = readTestSettings();
  const apps = pickApps(options.apps);
  const seed = options.seed ?? settings.FAULT_SEED ?? randomBytes(4).readUInt32LE();
  process.stdout.write(`faults: FAULT_SEED=${seed}\n`);
  const folder = await mkdtemp(path.join(tmpdir(), 'message-service-faults-'));
  const own = options.ownMongo === true || !settings.TEST_MONGODB_URL;
  const [mongo, redis, llm] = await Promise.all([
    own ? startMongo({ dataDir: folder, durable: true }) : null,
    startRedis({ dataDir: folder, durable: true }),
    startLlmSimulator({ seed, keepRequests: 100_000, ...options.simulator }),
  ]);
  const name = `f${randomBytes(6).toString('hex')}`;
  const mongoUrl = mongo?.url ?? settings.TEST_MONGODB_URL ?? '';
  const database = await connectMongo(mongoUrl, name, 'faults');
  await ensureCollections(database.db, allCollections);
  const secret = randomBytes(24).toString('hex');
  const environment: Record<string, string> = {
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
    MONGODB_URL: mongoUrl,
    MONGODB_DATABASE: name,
    REDIS_URL: redis.url,
    REDIS_PREFIX: name,
    LMSTUDIO_BASE_URL: llm.url,
    JWT_SECRET_KEY: secret,
    ...UNLIMITED,
    ...options.environment,
  };
  const started: RunningProcess[] = [];
  const run = (app: AppName, more: Record<string, string>) => {
    const child = startProcess(app, apps[app], more);
    started.push(child);
    return child;
  };
  const start = async (app: AppName, portName: string, port: number, more: Record<string, string> = {}) => {
    const child = run(app, { ...environment, [portName]: String(port), ...more });
    const url = `http://127.0.0.1:${port}`;
    await untilReady(child, `${url}/health/ready`);
    return { ...child, url };
  };
  return {
    seed,
    random: createRandom(seed),
    secret,
    mongo,
    redis,
    llm,
    database,
    environment,
    run,
    startApi: async (more = {}) => start('api', 'PORT', more.port ?? (await freePort()), more.environment),
    startWorker: async (more = {}) => start('worker', 'WORKER_METRICS_PORT', await freePort(), more.environment),
    async close() {
      for (const child of started) {
        child.signal('SIGCONT');
        await child.kill();
      }
      if (!mongo) await database.db.dropDatabase();
      await database.close();
      await Promise.all([mongo?.stop(), redis.stop(), llm.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
