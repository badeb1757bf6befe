import { DomainError } from '@message-service/shared/errors';

export type NeighbourName = 'auth' | 'conversation' | 'characters' | 'moderation';

/** Why a call to a neighbour gave no answer that can be used. */
export type NeighbourFault =
  | 'timeout'
  | 'connection'
  | 'server_error'
  | 'rate_limited'
  | 'refused'
  | 'redirect'
  | 'too_large'
  | 'bad_body'
  | 'wrong_schema'
  | 'bulkhead_full'
  | 'breaker_open'
  | 'aborted';

const LABELS: Record<NeighbourName, string> = {
  auth: 'The Auth Service',
  conversation: 'The Conversation Service',
  characters: 'The Characters Service',
  moderation: 'The remote moderation',
};
const DEFAULT_RETRY_SECONDS = 5;

/** A neighbour could not be asked. To callers of the service it is UNAVAILABLE, with when to come again. */
export class NeighbourError extends DomainError {
  constructor(
    readonly neighbour: NeighbourName,
    readonly fault: NeighbourFault,
    options: { retryAfterMs?: number; status?: number; cause?: unknown } = {},
  ) {
    super('UNAVAILABLE', `${LABELS[neighbour]} cannot be asked. Try again soon.`, {
      retryAfterSeconds:
        options.retryAfterMs === undefined
          ? DEFAULT_RETRY_SECONDS
          : Math.max(1, Math.ceil(options.retryAfterMs / 1_000)),
      cause: options.cause,
    });
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Of the neighbour's answer, where there was one. */
  readonly status: number | undefined;
  /** What the neighbour, or its breaker, asks to wait. */
  readonly retryAfterMs: number | undefined;
}
