import { isUnavailable } from '@message-service/core/mongo';
import { isRedisAway } from '@message-service/core/redis';
import { DomainError, type ErrorCode, type Problem, toFieldErrors } from '@message-service/shared/errors';
import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import { ZodError } from 'zod';

type Translation = { status: number; title: string; trpc: TRPC_ERROR_CODE_KEY };

/** Every code of the service in the words of HTTP and of tRPC. */
const TRANSLATIONS: Record<ErrorCode, Translation> = {
  VALIDATION_FAILED: { status: 400, title: 'The request is not valid', trpc: 'BAD_REQUEST' },
  UNAUTHENTICATED: { status: 401, title: 'Not signed in', trpc: 'UNAUTHORIZED' },
  FORBIDDEN: { status: 403, title: 'Not allowed', trpc: 'FORBIDDEN' },
  NOT_FOUND: { status: 404, title: 'Not found', trpc: 'NOT_FOUND' },
  CONFLICT: { status: 409, title: 'Conflict', trpc: 'CONFLICT' },
  CONVERSATION_FULL: { status: 409, title: 'The conversation is full', trpc: 'CONFLICT' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The request is too large', trpc: 'PAYLOAD_TOO_LARGE' },
  CONTENT_BLOCKED: { status: 422, title: 'The content was blocked', trpc: 'UNPROCESSABLE_CONTENT' },
  RATE_LIMITED: { status: 429, title: 'Too many requests', trpc: 'TOO_MANY_REQUESTS' },
  INTERNAL: { status: 500, title: 'Internal error', trpc: 'INTERNAL_SERVER_ERROR' },
  UNAVAILABLE: { status: 503, title: 'Temporarily unavailable', trpc: 'SERVICE_UNAVAILABLE' },
};
const DEFAULT_RETRY_SECONDS = 5;

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;

const away = (what: string, cause: unknown) =>
  new DomainError('UNAVAILABLE', `${what} cannot be reached. Try again soon.`, {
    retryAfterSeconds: DEFAULT_RETRY_SECONDS,
    cause,
  });

/** Only what tRPC says of a call itself; what a procedure threw is the cause. */
const fromTrpcError = (error: TRPCError): DomainError => {
  const { code, cause } = error;
  if (cause instanceof DomainError) return cause;
  if (code === 'INTERNAL_SERVER_ERROR') return toDomainError(cause ?? new Error(error.message));
  if (code === 'NOT_FOUND') return new DomainError('NOT_FOUND', 'There is no such procedure.');
  if (code === 'BAD_REQUEST' && cause instanceof ZodError) {
    return new DomainError('VALIDATION_FAILED', 'The input does not match its schema.', {
      errors: toFieldErrors(cause),
    });
  }
  return new DomainError('VALIDATION_FAILED', 'The call is not well formed.', { cause: error });
};

/** The service's own error for whatever was thrown. What it did not expect becomes INTERNAL, without its words. */
export const toDomainError = (error: unknown): DomainError => {
  if (error instanceof DomainError) return error;
  if (error instanceof TRPCError) return fromTrpcError(error);
  if (isUnavailable(error)) return away('The database', error);
  if (isRedisAway(error)) return away('The queue', error);
  const status = statusOf(error);
  if (status === 413) {
    return new DomainError('PAYLOAD_TOO_LARGE', 'The body of the request is too large.', { cause: error });
  }
  if (status === 404) return new DomainError('NOT_FOUND', 'There is no such resource.', { cause: error });
  if (status >= 400 && status < 500) {
    return new DomainError('VALIDATION_FAILED', 'The request is not valid JSON of the expected type.', {
      cause: error,
    });
  }
  return new DomainError('INTERNAL', 'Something went wrong on our side. The trace id helps to find it.', {
    cause: error,
  });
};

export const statusOfCode = (code: ErrorCode): number => TRANSLATIONS[code].status;
export const trpcCodeOf = (code: ErrorCode): TRPC_ERROR_CODE_KEY => TRANSLATIONS[code].trpc;

/** Seconds for `Retry-After`, which 429 and 503 always carry. */
export const retryAfterOf = ({ code, details }: DomainError): number | undefined =>
  details.retryAfterSeconds ?? (code === 'RATE_LIMITED' || code === 'UNAVAILABLE' ? DEFAULT_RETRY_SECONDS : undefined);

/** The problem document (RFC 9457) of an error. */
export const toProblem = (error: DomainError, traceId: string): Problem => {
  const { status, title } = TRANSLATIONS[error.code];
  return {
    ...error.details.extra,
    type: `urn:message-service:error:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    trace_id: traceId,
    ...(error.details.errors ? { errors: error.details.errors } : {}),
  };
};
