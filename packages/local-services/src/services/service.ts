/** Which engine was taken, why that one, and how many milliseconds it took to have it. */
export type Answer = { engine: string; why: string; ms: number };

export type Service = Answer & {
  url: string;
  /** The processes that make up the service, the engine first; none for one that somebody else runs. */
  pids: () => number[];
  /** SIGKILL for the engine, as a crash would do it. */
  kill: () => Promise<void>;
  /** Starts what is not running, on the same port with the same data. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

/** What a started engine can do, before it is known how it was found. */
export type Running = Omit<Service, keyof Answer>;

/** One process of a service; `onEnd` is told when it ends without having been asked to. */
export type OnDeath = (name: string, detail: string) => void;

/** A service that somebody else runs: there is nothing to stop. */
export function foreignService(url: string, variable: string): Service {
  const refuse = async () => {
    throw new Error(`${variable} names a service that is not ours to restart`);
  };
  return {
    url,
    engine: 'external',
    why: `${variable} is set`,
    ms: 0,
    pids: () => [],
    kill: refuse,
    restart: refuse,
    stop: async () => undefined,
  };
}
