import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../llm-simulator/random.ts';
import { type Client, createClient } from './create-client.ts';
import { type Attempt, createLedger, type Ledger } from './ledger.ts';

export type Load = {
  ledger: Ledger;
  clients: Client[];
  /** Resolves when this many messages have been accepted since the load began. */
  untilAccepted(count: number): Promise<void>;
  /** No new messages; resolves when those in flight are answered, or given up. */
  stop(): Promise<void>;
};

const POLL_MS = 20;

/** The conversation takes no more. */
const isFull = ({ status }: Attempt) => status === 409;

/**
 * Users who each write into a conversation of their own, one message after the other, with the same key until it is
 * accepted, and begin another conversation when theirs is full. `pauseMs` is the mean time between two messages of a user.
 */
export const startLoad = async (
  world: { secret: string; random: Random },
  urlOf: () => string,
  options: { users: number; pauseMs: number; text?: (n: number) => string },
): Promise<Load> => {
  const { users, pauseMs, text = (n) => `message ${n}` } = options;
  const ledger = createLedger();
  const stop = new AbortController();
  const clients = Array.from({ length: users }, () => createClient(world, ledger, urlOf));
  const conversations = await Promise.all(clients.map((client) => client.createConversation()));
  let sent = 0;
  const write = async (client: Client, first: string) => {
    let conversation_id = first;
    while (!stop.signal.aborted) {
      const n = ++sent;
      const pause = 2 * world.random() * pauseMs;
      const attempt = await client.sendUntilAccepted({ conversation_id, text: text(n), client_msg_id: `n${n}` });
      // an api that is being killed begins none: the next message finds this one full again
      if (isFull(attempt)) conversation_id = await client.createConversation().catch(() => conversation_id);
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const writing = Promise.all(clients.map((client, i) => write(client, conversations[i] ?? '')));
  return {
    ledger,
    clients,
    async untilAccepted(count) {
      while (ledger.accepted().length < count) await sleep(POLL_MS);
    },
    async stop() {
      stop.abort();
      await writing;
    },
  };
};
