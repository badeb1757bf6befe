import { type MessageDoc, messages } from '@message-service/core/messages';
import { checkInvariants, countProviderCalls, untilSettled } from '../checker/index.ts';
import type { Random } from '../llm-simulator/random.ts';
import { type Ledger, startLoad } from '../load/index.ts';
import type { World } from '../processes/index.ts';
import { type Fault, POISON } from './faults.ts';
import { createStage, type Place, type Stage } from './stage.ts';
import { addReport, addTrial, type Tally } from './tally.ts';

export type Cast = Pick<Stage, 'apis' | 'workers' | 'leaseMs' | 'apiUrl'> & { world: World };

const USERS = 6;
const PAUSE_MS = 400;
/** Every message has to have ended by then. */
const PATIENCE_MS = 90_000;
/** What a message may fail of whose workers are killed one after the other. */
const OF_DEATHS = ['CALL_BUDGET', 'POISON'];

const isPoison = ({ content }: MessageDoc) => content.text.startsWith(POISON);

/** Failures that no fault of the round accounts for. */
const checkFailures = async (world: World, ledger: Ledger, tally: Tally): Promise<string[]> => {
  const ids = ledger.accepted().flatMap(({ message_id }) => message_id ?? []);
  const docs = await messages(world.database)
    .find({ _id: { $in: ids } })
    .toArray();
  return docs.flatMap((doc) => {
    const reason = doc.processing_metadata?.error_code ?? 'none';
    const failed = doc.processing_status === 'failed';
    if (failed) tally.failures.set(reason, (tally.failures.get(reason) ?? 0) + 1);
    if (isPoison(doc)) return failed ? [] : [`I2 ${doc._id} cannot be answered and is ${doc.processing_status}`];
    return failed && !OF_DEATHS.includes(reason) ? [`I2 ${doc._id} failed: ${reason}`] : [];
  });
};

const settle = async (world: World): Promise<string[]> => {
  try {
    await untilSettled(world.database, PATIENCE_MS);
    return [];
  } catch (error) {
    return [`I2 ${error instanceof Error ? error.message : error}`];
  }
};

const untilUp = (places: readonly Place[]) => Promise.all(places.map((place) => place.now()));

/**
 * Loads the installation, strikes it with one fault after the other, lets everything end and holds it against the
 * invariants. Gives the round's ledger. `signal` breaks it off: what was struck so far is in the tally.
 * @throws Error when broken off
 */
export const runRound = async (
  cast: Cast,
  faults: readonly Fault[],
  tally: Tally,
  options: { random: Random; signal: AbortSignal; say(text: string): void; until: number },
): Promise<{ ledger: Ledger; calls: Map<string, number> }> => {
  const { world, apis, workers } = cast;
  const { random, signal, say, until } = options;
  await untilUp([...apis, ...workers]);
  world.llm.reset();
  const round = tally.rounds + 1;
  const text = (n: number) => `round ${round} message ${n}`;
  const load = await startLoad(world, cast.apiUrl, { users: USERS, pauseMs: PAUSE_MS, text });
  const stage = createStage({ ...cast, load }, random, signal);
  const recoveries: Promise<void>[] = [];
  try {
    for (const fault of faults) {
      if (performance.now() > until) break;
      await stage.pause(100, 600);
      say(`round ${round}: ${fault.name}`);
      const { recovery = Promise.resolve(null), violations = [] } = await fault.strike(stage);
      tally.violations.push(...violations);
      recoveries.push(recovery.then((ms) => addTrial(tally, fault.name, ms)));
      recoveries.at(-1)?.catch(() => undefined);
    }
  } finally {
    const stopped = load.stop();
    if (!signal.aborted) await stopped;
  }
  await untilUp([...apis, ...workers]);
  await Promise.all(recoveries);
  tally.violations.push(...(await settle(world)));
  const calls = countProviderCalls(world.llm);
  addReport(tally, await checkInvariants(load.ledger, world.database, { calls, ledgerOnly: true }));
  tally.violations.push(...(await checkFailures(world, load.ledger, tally)));
  return { ledger: load.ledger, calls };
};
