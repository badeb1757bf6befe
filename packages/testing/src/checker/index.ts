export { checkInvariants, type Frozen, type Report, readFrozen } from './check-invariants.ts';
export { checkProjections } from './check-projections.ts';
export { countProviderCalls } from './provider-calls.ts';
export { untilSettled } from './until-settled.ts';
