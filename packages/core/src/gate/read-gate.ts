import type { BreakerView } from '@message-service/shared/llm';
import { type Gate, keysOf, localOf, type ReadAnswer, timeOf, toForced, withScripts } from './gate.ts';
import type { Known } from './local-gate.ts';

const pairsOf = (flat: readonly string[]): Record<string, string> =>
  Object.fromEntries(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])));

/** What Redis knows of a service. Spans are newest first. */
export type GateReading = Known & {
  openCalls: number;
  errors: string[];
  spans: Record<string, string>[];
  nowMs: number;
};

const parse = ([nowMs, breaker, openCalls, errors, spans]: ReadAnswer): GateReading => {
  const { state, open_until, forced } = pairsOf(breaker);
  return {
    state: state === 'open' || state === 'half_open' ? state : 'closed',
    openUntil: Number(open_until ?? 0),
    forced: toForced(forced),
    openCalls,
    errors,
    spans: spans.map(pairsOf),
    nowMs,
  };
};

/** What is known of a service's breaker, its calls of the last `spans` spans and its recent errors. @throws errors of Redis */
export const readGate = async (gate: Gate, service: string, spans: number): Promise<GateReading> => {
  const { breaker, calls, errors, counts } = keysOf(gate, service);
  return parse(await withScripts(gate.redis).msReadBreaker(breaker, calls, errors, counts, timeOf(gate), spans));
};

export const toBreakerView = ({ state, openUntil, forced }: Known, nowMs: number): BreakerView => {
  if (forced !== null) return { state: forced, next_try_at: null };
  if (state === 'open' && openUntil > nowMs) return { state, next_try_at: new Date(openUntil) };
  // its time is over: the next call is the probe
  return { state: state === 'open' ? 'half_open' : state, next_try_at: null };
};

/** Each service's breaker, in their order, as Redis has it, or as this process last knew it while Redis is away. */
export const readBreakers = async (gate: Gate, services: readonly string[]): Promise<BreakerView[]> => {
  const nowMs = gate.now().getTime();
  try {
    const readings = await Promise.all(services.map((service) => readGate(gate, service, 0)));
    return readings.map((reading) => toBreakerView(reading, nowMs));
  } catch (error) {
    gate.log.warn({ error }, 'breakers as this process knows them: redis does not say');
    return services.map((service) => toBreakerView(localOf(gate).read(service), nowMs));
  }
};
