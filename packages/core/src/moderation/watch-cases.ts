import type { Identity } from '@message-service/shared/auth';
import { CaseChange, type DeskEvent } from '@message-service/shared/moderation';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import { deskChannel } from './announce-case.ts';
import { endPresence, readPresence, renewPresence } from './presence.ts';

type Context = Pick<CoreContext, 'db' | 'redis' | 'progress' | 'settings' | 'log' | 'now'>;

const GATHER_MS = 150;
/** How often a watcher gives a sign of life, and learns who no longer does. */
const RENEW_MS = 10_000;
const MOST_CHANGES = 500;

const at = z.preprocess((value) => (typeof value === 'string' ? new Date(value) : value), z.date());
const Told = CaseChange.extend({
  opened_at: at,
  due_at: at,
  decided_at: at.nullable(),
  claim: z.object({ by: z.string(), at, until: at }).nullable(),
});

const readChange = (payload: string): CaseChange | null => {
  const { case: told } = JSON.parse(payload);
  if (told === undefined) return null;
  const parsed = Told.safeParse(told);
  return parsed.success ? parsed.data : null;
};

const createInbox = () => {
  let cases = new Map<string, CaseChange>();
  let missed = false;
  let wake: (() => void) | undefined;
  return {
    push(payload: string | null) {
      const change = payload === null ? null : readChange(payload);
      if (payload === null || cases.size >= MOST_CHANGES) missed = true;
      else if (change && (cases.get(change.case_id)?.revision ?? 0) < change.revision)
        cases.set(change.case_id, change);
      wake?.();
    },
    take() {
      const taken = { cases: [...cases.values()], missed };
      cases = new Map();
      missed = false;
      return taken;
    },
    /** Until something is pushed, `ms` have gone by, or the signal is aborted. */
    untilWoken(ms: number, signal: AbortSignal): Promise<void> {
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          wake = undefined;
          resolve();
        };
        const timer = setTimeout(end, ms);
        wake = end;
        signal.addEventListener('abort', end, { once: true });
        if (cases.size > 0 || missed || signal.aborted) end();
      });
    },
  };
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What changes at the desk, and who is there, live until `signal` is aborted; the caller is there as long. Begins with
 * who is there. Facts only, nothing that was written.
 */
export async function* watchCases(
  ctx: Context,
  { user_id }: Pick<Identity, 'user_id'>,
  signal: AbortSignal,
): AsyncGenerator<DeskEvent, void, void> {
  const inbox = createInbox();
  const stop = await ctx.progress.listen(deskChannel(ctx), inbox.push);
  let shown = '';
  try {
    renewPresence(ctx, user_id);
    let renewedAt = performance.now();
    while (!signal.aborted) {
      await pause(GATHER_MS);
      const present = await readPresence(ctx);
      const taken = inbox.take();
      const told = JSON.stringify(present);
      if (taken.cases.length > 0 || taken.missed || told !== shown) yield { ...taken, present, at: ctx.now() };
      shown = told;
      await inbox.untilWoken(Math.max(0, RENEW_MS - (performance.now() - renewedAt)), signal);
      if (performance.now() - renewedAt < RENEW_MS) continue;
      renewPresence(ctx, user_id);
      renewedAt = performance.now();
    }
  } finally {
    stop();
    endPresence(ctx, user_id);
  }
}
