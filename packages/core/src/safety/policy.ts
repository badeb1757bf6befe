import { PiiEntity, SafetyFilterName, type SafetyPolicy } from '@message-service/shared/safety';

const NEWEST: Record<SafetyFilterName, number> = {
  length: 1,
  spam: 1,
  profanity: 2,
  personal_info: 1,
  language: 1,
  toxicity: 1,
  prompt_injection: 1,
};

const fromList = <K extends string, V>(keys: readonly K[], valueFor: (key: K) => V) =>
  Object.fromEntries(keys.map((key) => [key, valueFor(key)])) as Record<K, V>;

/** Every filter in its newest version, personal data masked, both thresholds as specified. */
export const defaultPolicy = (): SafetyPolicy => ({
  filters: fromList(SafetyFilterName.options, (name) => ({ enabled: true, version: NEWEST[name] })),
  review_threshold: 0.8,
  block_threshold: 0.2,
  pii: fromList(PiiEntity.options, () => 'mask' as const),
  languages: [],
  mask_profanity: false,
});
