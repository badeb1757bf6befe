import type { PiiAction, PiiEntity, PolicyDifference, SafetyFilterName } from '@message-service/shared/safety';
import type { Translate } from '@/i18n/translate';

/** The filters in the order in which they run. */
export const FILTERS = [
  'length',
  'spam',
  'profanity',
  'personal_info',
  'language',
  'toxicity',
  'prompt_injection',
] as const satisfies readonly SafetyFilterName[];

export const ENTITIES = [
  'email',
  'phone',
  'card',
  'iban',
  'national_id',
  'ssn',
  'ip',
] as const satisfies readonly PiiEntity[];

export const ACTIONS = ['allow', 'mask', 'block'] as const satisfies readonly PiiAction[];

export const KINDS = ['stricter', 'looser', 'other'] as const satisfies readonly PolicyDifference['kind'][];

/** A filter in the reader's language; the remote moderation keeps its name. */
export const filterWord = (t: Translate, filter: string): string => {
  const known = FILTERS.find((one) => one === filter);
  return known ? t(`safety.filter.${known}`) : filter;
};
