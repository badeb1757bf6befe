import { PARTS } from './script.ts';
import type { Window } from './windows.ts';

type Counts = Map<string, number>;
export type LocalAnswer = { ok: boolean; window: number; limit: number; left: number; waitMs: number };

type LocalRequest = { user: string; messageId: string; most: number; windows: readonly Window[]; nowMs: number };

const RETRY_MS = 1_000;
const MAX_USERS = 10_000;

/**
 * The same limits for one process, for as long as Redis is away: never unlimited, and never more than the limit per
 * process. No message ends while Redis is away, for no worker gets any, so those accepted meanwhile count as in process
 * until it is back.
 */
export const createLocalLimiter = () => {
  const users = new Map<string, Counts>();
  const working = new Map<string, Set<string>>();

  const countsOf = (user: string): Counts => {
    const counts = users.get(user) ?? new Map();
    users.delete(user);
    users.set(user, counts);
    if (users.size > MAX_USERS) users.delete(users.keys().next().value ?? '');
    return counts;
  };

  const take = ({ user, messageId, most, windows, nowMs }: LocalRequest): LocalAnswer => {
    const places = working.get(user) ?? new Set();
    if (places.size >= most) return { ok: false, window: 0, limit: most, left: 0, waitMs: RETRY_MS };
    const counts = countsOf(user);
    let tight: LocalAnswer = { ok: true, window: 1, limit: 0, left: Number.POSITIVE_INFINITY, waitMs: 0 };
    for (const [index, { limit, lengthMs }] of windows.entries()) {
      const size = lengthMs / PARTS;
      const current = Math.floor(nowMs / size);
      let used = 0;
      let oldest = current;
      for (const [key, count] of counts) {
        const [window = 0, part = 0] = key.split(':').map(Number);
        if (window !== index) continue;
        if ((part + 1) * size + lengthMs <= nowMs) counts.delete(key);
        else {
          used += count;
          oldest = Math.min(oldest, part);
        }
      }
      const answer = { window: index + 1, limit, left: limit - used, waitMs: (oldest + 1) * size + lengthMs - nowMs };
      if (used >= limit) return { ...answer, ok: false, left: 0 };
      if (answer.left < tight.left) tight = { ...answer, ok: true };
    }
    for (const [index, { lengthMs }] of windows.entries()) {
      const key = `${index}:${Math.floor(nowMs / (lengthMs / PARTS))}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    working.set(user, places.add(messageId));
    return { ...tight, left: tight.left - 1 };
  };

  return {
    take,
    release: (user: string, messageId: string) => void working.get(user)?.delete(messageId),
    /** Redis counts again. */
    forgetWorking: () => working.clear(),
  };
};
