import type { ProviderName } from '@message-service/shared/llm';

export type LlmErrorKind =
  | 'timeout'
  | 'unreachable'
  | 'rate_limited'
  | 'server_error'
  | 'rejected'
  | 'unauthorized'
  | 'invalid_response'
  | 'too_large'
  | 'aborted'
  /** No call was made: the breaker is open, or too many calls are. */
  | 'left_alone'
  | 'overloaded'
  | 'over_budget';

const RETRYABLE: Record<LlmErrorKind, boolean> = {
  timeout: true,
  unreachable: true,
  rate_limited: true,
  server_error: true,
  rejected: false,
  unauthorized: false,
  invalid_response: true,
  too_large: false,
  aborted: false,
  left_alone: true,
  overloaded: true,
  over_budget: false,
};

const WORDS: Record<LlmErrorKind, string> = {
  timeout: 'did not finish its answer in time',
  unreachable: 'could not be reached, or closed the connection',
  rate_limited: 'asks us to slow down',
  server_error: 'reported a fault of its own',
  rejected: 'refused the request',
  unauthorized: 'did not accept our credentials',
  invalid_response: 'gave an answer that cannot be used',
  too_large: 'gave an answer over the size limit',
  aborted: 'was stopped before it had finished',
  left_alone: 'is left alone because it failed too often',
  overloaded: 'was not asked, because too many calls are open',
  over_budget: 'was not asked, because a budget of the day is used up',
};

/**
 * A provider call that failed. `message` may be shown to the caller; neither it nor `cause` ever carries keys, prompts or
 * answers, so that the error can be logged as it is.
 */
export class LlmError extends Error {
  override readonly name = 'LlmError';
  readonly retryable: boolean;
  /** False when no call was made. */
  readonly spent: boolean;
  /** How long the provider asked us to wait. */
  readonly retryAfterMs?: number;
  /** HTTP status of the answer, if there was one. */
  readonly status?: number;
  /** The provider's or the system's own word for it, such as `context_length_exceeded` or `ECONNREFUSED`. */
  readonly code?: string;

  constructor(
    readonly kind: LlmErrorKind,
    readonly provider: ProviderName,
    details: { retryAfterMs?: number; status?: number; code?: string } = {},
  ) {
    super(`The language model provider ${provider} ${WORDS[kind]}${details.code ? ` (${details.code})` : ''}.`);
    this.retryable = RETRYABLE[kind];
    this.spent = kind !== 'left_alone' && kind !== 'overloaded' && kind !== 'over_budget';
    this.retryAfterMs = details.retryAfterMs;
    this.status = details.status;
    this.code = details.code;
  }
}
