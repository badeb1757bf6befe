import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { messages } from '@message-service/core/messages';
import { isUnavailable } from '@message-service/core/mongo';
import type { Random } from '../llm-simulator/random.ts';
import type { Load } from '../load/index.ts';
import type { Api, World } from '../processes/index.ts';

/** A place for a process that is filled again after its process has ended. */
export type Place = {
  /** The process that is there now, or will be when it has started. */
  now(): Promise<Api>;
  /** Starts another; the one before has to have ended. */
  fill(): void;
};

/** What faults work with: the running installation, the load on it, and chance. */
export type Stage = {
  world: World;
  load: Load;
  apis: Place[];
  workers: Place[];
  leaseMs: number;
  /** The address of one of the apis, in turn. */
  apiUrl(): string;
  /** A place by chance. */
  pick(places: readonly Place[]): Place;
  /** Waits at least `least` and at most `most` ms, by chance. */
  pause(least: number, most: number): Promise<void>;
  /** Resolves when every place has its process. */
  untilAllUp(): Promise<void>;
  /** Milliseconds until no message is any more with the worker that has fallen silent; null when none was. */
  untilTakenFrom(worker: Api): Promise<number | null>;
  /** Milliseconds until every message that is under way now has ended; null when there is none. */
  untilEnded(): Promise<number | null>;
};

const POLL_MS = 50;
const UNDER_WAY = ['queued', 'processing'] as const;

/** While the database is away nothing is known to have been done. */
const isDone = async (remaining: () => Promise<number>): Promise<boolean> => {
  try {
    return (await remaining()) === 0;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return false;
  }
};

const measure = async (signal: AbortSignal, remaining: () => Promise<number>): Promise<number | null> => {
  const started = performance.now();
  if (await isDone(remaining)) return null;
  do await sleep(POLL_MS, undefined, { signal });
  while (!(await isDone(remaining)));
  return Math.round(performance.now() - started);
};

export const createPlace = (start: () => Promise<Api>): Place => {
  let present = start();
  present.catch(() => undefined);
  return {
    now: () => present,
    fill() {
      present = start();
      present.catch(() => undefined);
    },
  };
};

/** `signal` ends every wait, `random` decides for the faults alone, so that its seed repeats them. */
export const createStage = (
  parts: Pick<Stage, 'world' | 'load' | 'apis' | 'workers' | 'leaseMs' | 'apiUrl'>,
  random: Random,
  signal: AbortSignal,
): Stage => {
  const { world, apis, workers } = parts;
  const stored = messages(world.database);
  return {
    ...parts,
    pick(places) {
      const place = places[Math.floor(random() * places.length)];
      if (!place) throw new Error('no place to pick');
      return place;
    },
    pause: (least, most) => sleep(least + random() * (most - least), undefined, { signal }),
    async untilAllUp() {
      await Promise.all([...apis, ...workers].map((place) => place.now()));
    },
    untilTakenFrom: ({ pid }) =>
      measure(signal, () =>
        stored.countDocuments({
          processing_status: 'processing',
          'processing_metadata.worker_id': `${hostname()}-${pid}`,
        }),
      ),
    async untilEnded() {
      const under = await stored
        .find({ processing_status: { $in: [...UNDER_WAY] } }, { projection: { _id: 1 } })
        .toArray();
      const ids = under.map((doc) => doc._id);
      return measure(signal, () =>
        stored.countDocuments({ _id: { $in: ids }, processing_status: { $in: [...UNDER_WAY] } }),
      );
    },
  };
};
