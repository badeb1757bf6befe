export { enterGate, type Gate, type OpenCall, settleCall, tellForced } from './gate.ts';
export { type BreakerOutcome, createLocalGate, type GateLimits } from './local-gate.ts';
export { type GateReading, readBreakers, readGate, toBreakerView } from './read-gate.ts';
export { SPAN_MS } from './script.ts';
