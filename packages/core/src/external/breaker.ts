export type BreakerReading = {
  state: 'closed' | 'open' | 'half_open';
  /** When the next call is let through; null unless open. */
  next_try_at: Date | null;
};

/** How a call that was let through ended; `unknown` when the caller gave up, which says nothing of the neighbour. */
export type BreakerOutcome = 'ok' | 'failed' | 'unknown';

export type Breaker = {
  /** Lets a call through and is told its outcome; null when the neighbour is left alone. */
  enter(): ((outcome: BreakerOutcome) => void) | null;
  read(): BreakerReading;
};

/**
 * Opens after `failures` failed calls in a row. After `recoveryMs` one call, and no other beside it, tries: its success
 * closes the breaker, its failure opens it for as long again. Nothing is held during a call, and what was let through
 * before the breaker last changed is not counted.
 */
export const createBreaker = (options: { failures: number; recoveryMs: number; now(): Date }): Breaker => {
  const { failures, recoveryMs, now } = options;
  let failed = 0;
  let openUntil: number | null = null;
  let isProbing = false;
  let generation = 0;

  const open = () => {
    generation++;
    failed = 0;
    openUntil = now().getTime() + recoveryMs;
  };
  const settleProbe = (outcome: BreakerOutcome) => {
    isProbing = false;
    if (outcome === 'failed') open();
    if (outcome !== 'ok') return;
    generation++;
    openUntil = null;
  };
  const settleCall = (outcome: BreakerOutcome) => {
    if (outcome === 'ok') failed = 0;
    if (outcome === 'failed' && ++failed >= failures) open();
  };

  return {
    enter() {
      const since = generation;
      const isProbe = openUntil !== null;
      if (openUntil !== null) {
        if (isProbing || now().getTime() < openUntil) return null;
        isProbing = true;
      }
      return (outcome) => {
        if (isProbe) settleProbe(outcome);
        else if (since === generation) settleCall(outcome);
      };
    },
    read() {
      if (openUntil === null) return { state: 'closed', next_try_at: null };
      if (isProbing || now().getTime() >= openUntil) return { state: 'half_open', next_try_at: null };
      return { state: 'open', next_try_at: new Date(openUntil) };
    },
  };
};
