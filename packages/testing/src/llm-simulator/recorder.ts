import type { Plan } from './plan.ts';
import type { Fault } from './simulator-settings.ts';

export type Outcome = 'open' | 'completed' | 'refused' | 'dropped' | 'client_gone';

/** A request as it came in, and what became of it. */
export type RecordedRequest = {
  at: Date;
  path: string;
  headers: Record<string, string>;
  body: unknown;
  status?: number;
  fault?: Fault;
  outcome: Outcome;
};

export type SimulatorStats = {
  requests: number;
  /** Answered in full, faulty answers included. */
  completed: number;
  streamed: number;
  refused: Record<string, number>;
  faults: Partial<Record<Fault, number>>;
  /** Connections that this side cut. */
  dropped: number;
  /** Connections that the client left before the answer was over. */
  client_gone: number;
  in_flight: number;
  max_in_flight: number;
  prompt_tokens: number;
  completion_tokens: number;
  /** How long completed requests were held here, in ms; of the latest 10,000. */
  held_ms: { count: number; p50: number; p95: number; p99: number; max: number };
};

const MAX_SAMPLES = 10_000;

const fresh = () => ({
  requests: 0,
  completed: 0,
  streamed: 0,
  refused: {} as Record<string, number>,
  faults: {} as Partial<Record<Fault, number>>,
  dropped: 0,
  client_gone: 0,
  max_in_flight: 0,
  prompt_tokens: 0,
  completion_tokens: 0,
});

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export type Recorder = ReturnType<typeof createRecorder>;

/** Counts what happens and keeps the latest requests. */
export const createRecorder = () => {
  let counts = fresh();
  let held: number[] = [];
  let requests: RecordedRequest[] = [];
  let inFlight = 0;
  let idle: (() => void)[] = [];

  return {
    open: (path: string, headers: Record<string, string>, keep: number): RecordedRequest => {
      const request: RecordedRequest = { at: new Date(), path, headers, body: undefined, outcome: 'open' };
      counts.requests++;
      inFlight++;
      counts.max_in_flight = Math.max(counts.max_in_flight, inFlight);
      requests.push(request);
      if (requests.length > keep) requests = requests.slice(requests.length - keep);
      return request;
    },
    inFlight: () => inFlight,
    strike: (request: RecordedRequest, fault: Fault) => {
      request.fault = fault;
      counts.faults[fault] = (counts.faults[fault] ?? 0) + 1;
    },
    stream: () => {
      counts.streamed++;
    },
    complete: (heldMs: number, plan: Plan, promptTokens: number) => {
      counts.prompt_tokens += promptTokens;
      counts.completion_tokens += plan.words.length;
      held.push(heldMs);
      if (held.length > 2 * MAX_SAMPLES) held = held.slice(-MAX_SAMPLES);
    },
    close: (request: RecordedRequest, outcome: Exclude<Outcome, 'open'>, status: number) => {
      request.outcome = outcome;
      request.status = status;
      if (outcome === 'refused') counts.refused[status] = (counts.refused[status] ?? 0) + 1;
      else counts[outcome]++;
      inFlight--;
      if (inFlight > 0) return;
      for (const resolve of idle) resolve();
      idle = [];
    },
    whenIdle: (): Promise<void> =>
      inFlight === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            idle.push(resolve);
          }),
    requests: (): RecordedRequest[] => [...requests],
    stats: (): SimulatorStats => {
      const sorted = held.slice(-MAX_SAMPLES).sort((a, b) => a - b);
      const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map(
        (share) => Math.round(percentile(sorted, share) * 100) / 100,
      );
      return {
        ...counts,
        refused: { ...counts.refused },
        faults: { ...counts.faults },
        in_flight: inFlight,
        held_ms: { count: sorted.length, p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0, max: max ?? 0 },
      };
    },
    reset: () => {
      counts = fresh();
      counts.max_in_flight = inFlight;
      held = [];
      requests = [];
    },
  };
};
