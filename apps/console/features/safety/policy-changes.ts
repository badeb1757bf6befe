import type { PolicyChanges, SafetyPolicy } from '@message-service/shared/safety';
import { ENTITIES, FILTERS } from './names';

type Filters = NonNullable<PolicyChanges['filters']>;
type Pii = NonNullable<PolicyChanges['pii']>;

/** What of a policy is another than in the base, in the form in which the service takes it. */
export const changesBetween = (base: SafetyPolicy, wanted: SafetyPolicy): PolicyChanges => {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const [one, other] = [base.filters[name], wanted.filters[name]];
    if (one.enabled !== other.enabled || one.version !== other.version) filters[name] = other;
  }
  const pii: Pii = {};
  for (const entity of ENTITIES) if (base.pii[entity] !== wanted.pii[entity]) pii[entity] = wanted.pii[entity];
  return {
    ...(Object.keys(filters).length > 0 ? { filters } : {}),
    ...(Object.keys(pii).length > 0 ? { pii } : {}),
    ...(base.review_threshold === wanted.review_threshold ? {} : { review_threshold: wanted.review_threshold }),
    ...(base.block_threshold === wanted.block_threshold ? {} : { block_threshold: wanted.block_threshold }),
    ...(base.languages.join() === wanted.languages.join() ? {} : { languages: wanted.languages }),
    ...(base.mask_profanity === wanted.mask_profanity ? {} : { mask_profanity: wanted.mask_profanity }),
  };
};
