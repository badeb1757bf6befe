export type { Outcome, RecordedRequest, SimulatorStats } from './recorder.ts';
export { FAULTS, type Fault, type SimulatorOptions } from './simulator-settings.ts';
export { type LlmSimulator, startLlmSimulator } from './start-llm-simulator.ts';
