import { SagaStep } from '@message-service/shared/messages';
import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { type Client, createClient, createLedger } from '@message-service/testing/load';
import {
  type Api,
  type CrashMoment,
  findRunning,
  type RunningProcess,
  type StoreWrite,
  startStoreProxy,
  startWorld,
  type World,
} from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Where a process is to die: at a write that concerns one message, told by that message's ids, or the event log. */
type Point = { name: string; moment: CrashMoment; ids: readonly string[] | 'log' };

const LEASE_OVER = { $set: { lease_until: new Date(0) } };
/** Processes that die beside one another. */
const LANES = 2;

let world: World;
let api: Api;
beforeAll(async () => {
  world = await startWorld({
    // one message at a time, so that a crash concerns that one only
    environment: { MESSAGE_LEASE_SECONDS: '2', WORKER_CONCURRENCY: '1' },
    simulator: { tokens: 'const:4' },
  });
  api = await world.startApi();
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

const OF_MESSAGES = ['conversations', 'messages', 'processing_queue'];

/**
 * Tells the writes about one message apart. Null for an `update`: the saga makes none on its way, only what goes on
 * beside it does, which prolongs leases and puts conversations right.
 */
const labelOf = (write: StoreWrite): string | null => {
  const { command, collection } = write;
  if (command === 'update' || !OF_MESSAGES.includes(collection)) return null;
  const step = write.mentions('saga.steps') && SagaStep.options.find((name) => write.mentions(`${name}\0`));
  return step ? `step ${step}` : `${command} ${collection}`;
};

/** The writes by which the keeper of the event log stores a batch, seals it and takes it from the messages. */
const logLabelOf = (write: StoreWrite): string | null => {
  const { command, collection } = write;
  if (collection === 'message_events' && command === 'insert') return 'log stored';
  if (collection === 'event_checkpoints' && write.mentions('sealed')) return 'log taken or sealed';
  return command === 'update' && write.mentions('events_published') ? 'log acknowledged' : null;
};
const LOG_WRITES = ['log stored #1', 'log taken or sealed #1', 'log taken or sealed #2', 'log acknowledged #1'];

/** Names the writes of one message, in order: those that look alike are numbered. */
const createNamer = () => {
  const seen = new Map<string, number>();
  return (label: string) => {
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return `${label} #${count}`;
  };
};

const mongoUrl = () => world.environment.MONGODB_URL ?? '';

/** Names the writes about one message that pass while `run` has a process work on it, and nothing goes wrong. */
const trace = async (ids: readonly string[], run: (environment: Record<string, string>) => Promise<void>) => {
  const found: string[] = [];
  const name = createNamer();
  const note = (write: StoreWrite) => {
    const label = ids.some((id) => write.mentions(id)) && labelOf(write);
    if (label) found.push(name(label));
    return null;
  };
  const proxy = await startStoreProxy(mongoUrl(), note, () => undefined);
  await run({ MONGODB_URL: proxy.url });
  await proxy.close();
  return found;
};

const bothSides = (names: readonly string[]) =>
  names.flatMap((name) => (['before', 'after'] as const).map((moment) => ({ name, moment })));

/** Before every write, and after those that store a step: after another it is as before the next. */
const aroundSteps = (names: readonly string[]) =>
  bothSides(names).filter(({ name, moment }) => moment === 'before' || name.startsWith('step '));

/** Tells of each write whether it is one of the points, each of which is met once. */
const createTrap = (points: readonly Point[]) => {
  const left = new Map(points.map((point) => [point, createNamer()]));
  return {
    remaining: () => left.size,
    decide: (write: StoreWrite) => {
      const ofMessage = labelOf(write);
      const ofLog = logLabelOf(write);
      for (const [point, nameOf] of left) {
        const isMeant = point.ids === 'log' || point.ids.some((id) => write.mentions(id));
        const label = point.ids === 'log' ? ofLog : ofMessage;
        if (label === null || !isMeant || nameOf(label) !== point.name) continue;
        left.delete(point);
        return point.moment;
      }
      return null;
    },
  };
};

/** Has one worker after the other die at whichever point it comes to first, until every point has been one's end. */
const dieAtEach = async (points: readonly Point[]) => {
  const trap = createTrap(points);
  const database = world.database.db;
  const present = new Set<RunningProcess>();
  const dieOneByOne = async () => {
    let victim: RunningProcess | undefined;
    const proxy = await startStoreProxy(mongoUrl(), trap.decide, () => victim?.signal('SIGKILL'));
    while (trap.remaining() > 0) {
      // as if the time had passed after which another worker keeps the log
      await database.collection('event_checkpoints').updateOne({ lease_until: { $exists: true } }, LEASE_OVER);
      victim = world.run('worker', { ...world.environment, WORKER_METRICS_PORT: '0', MONGODB_URL: proxy.url });
      present.add(victim);
      await victim.ended;
      present.delete(victim);
    }
    for (const idle of present) idle.signal('SIGTERM');
    await proxy.close();
  };
  await Promise.all(Array.from({ length: LANES }, dieOneByOne));
};

const suffixOf = (message_id = '') => message_id.replace('msg_', '');

/** Accepts a message in a conversation of its own; gives the ids that every write about it mentions one of. */
const sendOne = async (client: Client, text: string) => {
  const conversation_id = await client.createConversation();
  const sent = await client.send({ conversation_id, text, client_msg_id: text });
  expect(sent.status).toBe(202);
  return [conversation_id, suffixOf(sent.message_id)];
};

test('a worker that dies before or after any write of the saga or of the event log leaves a message that is answered once', async () => {
  const ledger = createLedger();
  const client = createClient(world, ledger, () => api.url);
  const names = await trace(await sendOne(client, 'undisturbed'), async (environment) => {
    const worker = await world.startWorker({ environment });
    await untilSettled(world.database, 20_000);
    worker.signal('SIGTERM');
    await worker.ended;
  });
  expect(names.flatMap((name) => /^step (\w+) #1$/.exec(name)?.[1] ?? [])).toEqual(SagaStep.options);
  expect(names.filter((name) => name.includes(' messages ')).length).toBeGreaterThanOrEqual(4);

  const around = aroundSteps(names);
  expect(around.filter(({ moment }) => moment === 'after').length).toBe(SagaStep.options.length);
  const points = await Promise.all(
    around.map(async (point) => ({
      ...point,
      ids: await sendOne(client, `worker dies ${point.moment} ${point.name}`),
    })),
  );
  await dieAtEach([...points, ...bothSides(LOG_WRITES).map((point) => ({ ...point, ids: 'log' as const }))]);
  await world.startWorker();
  const recovery = await untilSettled(world.database, 30_000);
  const report = await checkInvariants(ledger, world.database, { calls: countProviderCalls(world.llm) });
  console.log(JSON.stringify({ kills: points.length + 2 * LOG_WRITES.length, recovery, ...report.counts }));
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ completed: points.length + 1, lost: 0, duplicate_replies: 0 });
  // who dies between the provider's answer and its storing costs a second one
  expect(report.counts.duplicate_provider_calls).toBeGreaterThanOrEqual(1);
}, 420_000);

test('an api that dies before or after any write of an accept leaves nothing or one message, under the same key', async () => {
  const ledger = createLedger();
  const client = createClient(world, ledger, () => api.url);
  const send = (conversation_id: string, url?: string) =>
    client.send({ conversation_id, text: `into ${conversation_id}`, client_msg_id: 'k' }, url);
  const undisturbed = await client.createConversation();
  const names = await trace([undisturbed], async (environment) => {
    const other = await world.startApi({ environment });
    expect((await send(undisturbed, other.url)).status).toBe(202);
    await other.kill();
  });
  expect(names).toEqual(['findAndModify conversations #1', 'insert messages #1']);
  const dieAt = async ({ name, moment }: Omit<Point, 'ids'>) => {
    const conversation_id = await client.createConversation();
    const { decide } = createTrap([{ name, moment, ids: [conversation_id] }]);
    let victim: RunningProcess | undefined;
    const proxy = await startStoreProxy(mongoUrl(), decide, () => victim?.signal('SIGKILL'));
    const other = await world.startApi({ environment: { MONGODB_URL: proxy.url } });
    victim = other;
    expect((await send(conversation_id, other.url)).status).toBe('no-answer');
    expect(await other.ended).toEqual({ code: null, signal: 'SIGKILL' });
    await proxy.close();
    const again = await send(conversation_id);
    return [again.status, again.sequence_number];
  };
  // a number whose holder died before it could use it stays unused
  expect(await Promise.all(bothSides(names).map(dieAt))).toEqual([
    [202, 1],
    [202, 2],
    [202, 2],
    [202, 1],
  ]);
  await untilSettled(world.database, 20_000);
  const report = await checkInvariants(ledger, world.database, { ledgerOnly: true });
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ messages: 5, completed: 5, unanswered: 4, duplicate_replies: 0 });
});
