import { checkInvariants, checkProjections, readFrozen } from '../checker/index.ts';
import { createRandom } from '../llm-simulator/random.ts';
import { createLedger } from '../load/index.ts';
import { freePort } from '../processes/free-port.ts';
import { buildApps, removeApps, startWorld, type World } from '../processes/index.ts';
import { deal } from './deal.ts';
import { CONVERSATION_CAP, type Fault, faults } from './faults.ts';
import { parseRunOptions, type RunOptions, UsageError } from './run-options.ts';
import { type Cast, runRound } from './run-round.ts';
import { createPlace } from './stage.ts';
import { createTally, formatTally, type Tally } from './tally.ts';

const LEASE_S = 2;
const GRACE_S = 4;
/** Longer than a worker that died may have kept the log to itself. */
const LOG_PATIENCE_MS = 60_000;

const began = performance.now();
const print = (text: string) => process.stdout.write(`${text}\n`);
const say = (text: string) => print(`[${((performance.now() - began) / 1_000).toFixed(1).padStart(7)} s] ${text}`);

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => interrupted.abort(new UsageError(`ended by ${name}`)));

const startCast = async (world: World): Promise<Cast> => {
  const ports = await Promise.all([freePort(), freePort()]);
  const apis = ports.map((port) => createPlace(() => world.startApi({ port })));
  const workers = [1, 2].map(() => createPlace(() => world.startWorker()));
  let asked = 0;
  const apiUrl = () => `http://127.0.0.1:${ports[asked++ % ports.length]}`;
  await Promise.all([...apis, ...workers].map((place) => place.now()));
  return { world, apis, workers, apiUrl, leaseMs: LEASE_S * 1_000 };
};

/** Rounds until the time is up, then once more the checker over everything that the run has left. */
const strike = async (world: World, { minutes, only }: RunOptions, tally: Tally): Promise<void> => {
  const until = began + minutes * 60_000;
  const chosen: Fault[] = faults.filter(({ name }) => only.length === 0 || only.includes(name));
  const cast = await startCast(world);
  const all = createLedger();
  const calls = new Map<string, number>();
  const frozen = new Map<string, string>();
  const { signal } = interrupted;
  const random = createRandom(world.seed);
  do {
    const round = await runRound(cast, deal(chosen, random), tally, { random, signal, say, until });
    for (const attempt of round.ledger.attempts) all.add(attempt);
    for (const [text, count] of round.calls) calls.set(text, count);
    for (const [id, content] of await readFrozen(world.database)) if (!frozen.has(id)) frozen.set(id, content);
    say(`round ${tally.rounds} checked: ${tally.violations.length} violations so far`);
  } while (performance.now() < until);
  const { violations } = await checkInvariants(all, world.database, { calls, before: frozen });
  tally.violations.push(...violations.filter((violation) => !tally.violations.includes(violation)));
  tally.violations.push(...(await checkProjections(world.database, LOG_PATIENCE_MS)));
};

const run = async (options: RunOptions): Promise<number> => {
  const key = `chaos-${process.pid}`;
  const tally = createTally();
  say('building api and worker');
  const apps = await buildApps(key);
  let world: World | undefined;
  try {
    world = await startWorld({
      apps,
      seed: options.seed,
      ownMongo: true,
      environment: {
        MESSAGE_LEASE_SECONDS: String(LEASE_S),
        SHUTDOWN_GRACE_SECONDS: String(GRACE_S),
        MAX_MESSAGES_PER_CONVERSATION: String(CONVERSATION_CAP),
      },
      simulator: { latency: 'uniform:20,200', tokens: 'const:16', tokensPerSecond: 100 },
    });
    await strike(world, options, tally);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    say('broken off: the round that was under way is not checked');
  } finally {
    await world?.close();
    await removeApps(key);
    if (tally.trials.size > 0) print(`\n${formatTally(tally)}`);
    if (world) print(`seed ${world.seed}: npm run chaos -- --seed ${world.seed} repeats what is struck, and when`);
  }
  return tally.violations.length === 0 && tally.rounds > 0 ? 0 : 1;
};

try {
  process.exit(
    await run(
      parseRunOptions(
        process.argv.slice(2),
        faults.map(({ name }) => name),
      ),
    ),
  );
} catch (error) {
  process.stderr.write(
    `\n✖ ${error instanceof UsageError ? error.message : error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
}
