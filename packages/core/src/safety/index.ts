export { type CurrentPolicies, createSafety, type NamedPolicy, type Safety, SETTINGS_POLICY } from './create-safety.ts';
export { type Evaluation, evaluateSafety, evaluationSet } from './evaluation/evaluate.ts';
export { allFilters, judgeText } from './pipeline.ts';
export { defaultPolicy } from './policy.ts';
export { safetyPolicies } from './safety-policies.ts';
export { findSafetyConflicts, SafetySettings } from './settings-schema.ts';
