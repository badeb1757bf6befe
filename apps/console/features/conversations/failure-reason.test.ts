import { expect, test } from 'vitest';
import { createTranslate } from '../../i18n/translate';
import { dictionaryFor } from '../../i18n/words';
import { failureReason } from './failure-reason';

const CODES = [
  'LLM_TIMEOUT',
  'LLM_UNREACHABLE',
  'LLM_RATE_LIMITED',
  'LLM_SERVER_ERROR',
  'LLM_REJECTED',
  'LLM_UNAUTHORIZED',
  'LLM_INVALID_RESPONSE',
  'LLM_TOO_LARGE',
  'LLM_LEFT_ALONE',
  'LLM_OVERLOADED',
  'LLM_OVER_BUDGET',
  'PROCESSING_TIMEOUT',
  'CALL_BUDGET',
  'CONVERSATION_GONE',
  'POISON',
];

test.each(['en', 'es'] as const)('in %s every way to fail has words of its own', (locale) => {
  const t = createTranslate(locale, dictionaryFor(locale));
  const reasons = CODES.map((code) => failureReason(t, code));
  expect(reasons).not.toContain(t('reason.other'));
  // a fault of the provider's own and calls that are used up are told alike
  expect(new Set(reasons).size).toBe(CODES.length - 1);
  expect(failureReason(t, 'SOMETHING_NEW')).toBe(t('reason.other'));
});
