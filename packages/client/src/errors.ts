import type { ErrorCode, FieldError } from './router.ts';

/** The service's codes; `NETWORK` when no answer arrived, `ABORTED` when the caller's signal ended the call. */
export type ClientErrorCode = ErrorCode | 'NETWORK' | 'ABORTED';

export type ErrorFacts = {
  status?: number | undefined;
  /** Names the call in the service's logs. */
  traceId?: string | undefined;
  /** What is wrong with which part of the input. */
  errors?: FieldError[] | undefined;
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
};

/** Whatever goes wrong with a call is one of these. */
export class MessageServiceError extends Error {
  override readonly name = 'MessageServiceError';
  readonly code: ClientErrorCode;
  readonly status: number | undefined;
  readonly traceId: string | undefined;
  readonly errors: FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ClientErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.traceId = facts.traceId;
    this.errors = facts.errors ?? [];
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isFieldError = (value: unknown): value is FieldError =>
  isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string';

const ofStatus = (status: number): ErrorCode => {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 429) return 'RATE_LIMITED';
  return status >= 502 && status <= 504 ? 'UNAVAILABLE' : 'INTERNAL';
};

/** Reads what the service says of a failed call; what stands before it, such as a proxy, is told by its status. */
export const toServiceError = (shape: unknown, status: number, headers?: Headers): MessageServiceError => {
  const traceId = headers?.get('x-trace-id') ?? undefined;
  const retryAfter = Number(headers?.get('retry-after') ?? Number.NaN);
  const data = isRecord(shape) && isRecord(shape.data) ? shape.data : {};
  const { code, errors, retry_after, trace_id } = data;
  const message = isRecord(shape) && typeof shape.message === 'string' ? shape.message : `The answer was ${status}.`;
  return new MessageServiceError(typeof code === 'string' ? (code as ErrorCode) : ofStatus(status), message, {
    status,
    traceId: typeof trace_id === 'string' ? trace_id : traceId,
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
    retryAfterSeconds:
      typeof retry_after === 'number' ? retry_after : Number.isFinite(retryAfter) ? retryAfter : undefined,
  });
};

/** What `fetch` threw: the caller's own signal, or a connection that failed. */
export const toNetworkError = (cause: unknown, signal: AbortSignal | undefined): MessageServiceError => {
  if (cause instanceof MessageServiceError) return cause;
  return signal?.aborted
    ? new MessageServiceError('ABORTED', 'The call was ended by its signal.', { cause })
    : new MessageServiceError('NETWORK', 'The service could not be reached.', { cause });
};
