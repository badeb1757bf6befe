import { Redis } from 'ioredis';
import { createClient } from '../load/index.ts';
import type { Api } from '../processes/index.ts';
import type { Place, Stage } from './stage.ts';

/** What a trial found, beyond what the checker finds afterwards. */
export type Struck = {
  /** Milliseconds until the service was what it had been; null when nothing was under way, to be awaited later. */
  recovery?: Promise<number | null>;
  violations?: string[];
};

export type Fault = {
  name: string;
  /** How often it comes in a round. */
  share: number;
  strike(stage: Stage): Promise<Struck>;
};

/** Of every conversation in a run, so that filling one is soon done. */
export const CONVERSATION_CAP = 200;
const WRITERS = 100;
const SAME_KEY_SENDS = 500;
/** Messages that no provider answers begin so, and the checker knows them by it. */
export const POISON = 'poison';

const withRedis = async (stage: Stage, work: (redis: Redis) => Promise<unknown>) => {
  const redis = new Redis(stage.world.redis.url);
  try {
    await work(redis);
  } finally {
    redis.disconnect();
  }
};

/** SIGTERM, and a successor once it has ended; says what was wrong with its end. */
const stopAndReplace = async (place: Place): Promise<string[]> => {
  const stopped = await place.now();
  stopped.signal('SIGTERM');
  const { code, signal } = await stopped.ended;
  place.fill();
  return code === 0 ? [] : [`${stopped.name} ended with ${code ?? signal} on SIGTERM`];
};

const killAndReplace = async (place: Place): Promise<Api> => {
  const killed = await place.now();
  await killed.kill();
  place.fill();
  return killed;
};

const storeComesBack = async (
  stage: Stage,
  store: { kill(): Promise<void>; restart(): Promise<void> },
  awayMs: number,
) => {
  await stage.untilAllUp();
  await store.kill();
  await stage.pause(0, awayMs);
  await store.restart();
  return { recovery: stage.untilEnded() };
};

/** Every fault that a run can be struck by. */
export const faults: readonly Fault[] = [
  {
    name: 'worker-killed',
    share: 12,
    async strike(stage) {
      await stage.pause(0, 600);
      const killed = await killAndReplace(stage.pick(stage.workers));
      return { recovery: stage.untilTakenFrom(killed) };
    },
  },
  {
    name: 'worker-paused',
    share: 1,
    async strike(stage) {
      const paused = await stage.pick(stage.workers).now();
      paused.signal('SIGSTOP');
      const recovery = await stage.untilTakenFrom(paused);
      await stage.pause(stage.leaseMs, 2 * stage.leaseMs);
      paused.signal('SIGCONT');
      return { recovery: Promise.resolve(recovery) };
    },
  },
  {
    name: 'worker-stopped',
    share: 1,
    strike: async (stage) => ({ violations: await stopAndReplace(stage.pick(stage.workers)) }),
  },
  {
    name: 'api-killed',
    share: 3,
    async strike(stage) {
      const place = stage.pick(stage.apis);
      const began = performance.now();
      await killAndReplace(place);
      await place.now();
      return { recovery: Promise.resolve(Math.round(performance.now() - began)) };
    },
  },
  {
    name: 'api-stopped',
    share: 1,
    strike: async (stage) => ({ violations: await stopAndReplace(stage.pick(stage.apis)) }),
  },
  {
    name: 'redis-flushed',
    share: 1,
    async strike(stage) {
      await withRedis(stage, (redis) => redis.flushall());
      return { recovery: stage.untilEnded() };
    },
  },
  { name: 'redis-killed', share: 1, strike: (stage) => storeComesBack(stage, stage.world.redis, 100) },
  { name: 'redis-away', share: 1, strike: (stage) => storeComesBack(stage, stage.world.redis, 15_000) },
  {
    name: 'redis-full',
    share: 1,
    async strike(stage) {
      await withRedis(stage, async (redis) => {
        await redis.config('SET', 'maxmemory', '1');
        await stage.pause(1_000, 6_000);
        await redis.config('SET', 'maxmemory', '0');
      });
      return { recovery: stage.untilEnded() };
    },
  },
  {
    name: 'mongodb-killed',
    share: 1,
    async strike(stage) {
      const { mongo } = stage.world;
      if (!mongo) throw new Error('the run has no MongoDB of its own');
      return storeComesBack(stage, mongo, 4_000);
    },
  },
  {
    name: 'same-key',
    share: 1,
    async strike(stage) {
      await stage.untilAllUp();
      const client = createClient(stage.world, stage.load.ledger, stage.apiUrl);
      const conversation_id = await client.createConversation();
      const input = { conversation_id, text: `only once ${conversation_id}`, client_msg_id: 'same' };
      const attempts = await Promise.all(Array.from({ length: SAME_KEY_SENDS }, () => client.send(input)));
      const answers = new Set(attempts.map(({ status, message_id }) => `${status} ${message_id}`));
      if (answers.size === 1 && attempts[0]?.status === 202) return {};
      return { violations: [`${SAME_KEY_SENDS} sends of one key were answered ${[...answers].join(', ')}`] };
    },
  },
  {
    name: 'full-conversation',
    share: 1,
    async strike(stage) {
      await stage.untilAllUp();
      const client = createClient(stage.world, stage.load.ledger, stage.apiUrl);
      const conversation_id = await client.createConversation();
      const send = (n: number) =>
        client.send({ conversation_id, text: `full ${conversation_id} ${n}`, client_msg_id: `w${n}` });
      const attempts = await Promise.all(Array.from({ length: WRITERS + 20 }, (_, n) => send(n)));
      const accepted = attempts.filter(({ status }) => status === 202).length;
      const refused = attempts.filter(({ status }) => status === 409).length;
      if (accepted === CONVERSATION_CAP / 2 && refused === attempts.length - accepted) return {};
      return { violations: [`${conversation_id}: of ${attempts.length} sends ${accepted} fitted, ${refused} did not`] };
    },
  },
  {
    name: 'poison',
    share: 1,
    async strike(stage) {
      const client = createClient(stage.world, stage.load.ledger, stage.apiUrl);
      const conversation_id = await client.createConversation();
      for (const fault of ['garbage', 'wrong_schema', 'empty_body'])
        await client.sendUntilAccepted({
          conversation_id,
          text: `${POISON} ${conversation_id} [[sim:${fault}]]`,
          client_msg_id: fault,
        });
      return {};
    },
  },
];
