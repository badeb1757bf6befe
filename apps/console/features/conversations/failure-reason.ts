import type { Translate } from '@/i18n/translate';
import type { WordKey } from '@/i18n/words';

type Reason = Extract<WordKey, `reason.${string}`>;

const reasons: Record<string, Reason> = {
  TIMEOUT: 'reason.timeout',
  UNREACHABLE: 'reason.unreachable',
  RATE_LIMITED: 'reason.limited',
  SERVER_ERROR: 'reason.provider',
  REJECTED: 'reason.rejected',
  UNAUTHORIZED: 'reason.unauthorized',
  INVALID_RESPONSE: 'reason.garbled',
  TOO_LARGE: 'reason.too_large',
  LEFT_ALONE: 'reason.left_alone',
  OVERLOADED: 'reason.overloaded',
  OVER_BUDGET: 'reason.over_budget',
  PROCESSING_TIMEOUT: 'reason.deadline',
  CALL_BUDGET: 'reason.provider',
  CONVERSATION_GONE: 'reason.gone',
  POISON: 'reason.poison',
};

/** Why a message got no reply, in the reader's words; the code itself is shown beside it. */
export const failureReason = (t: Translate, code: string): string =>
  t(reasons[code.toUpperCase().replace(/^(LLM|PROVIDER)_/, '')] ?? 'reason.other');
