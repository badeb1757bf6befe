import type { ErrorCode, FieldError } from '@message-service/shared/errors';

/** An error of the api as the console shows it; `NETWORK` when no answer arrived. */
export type ApiError = {
  code: ErrorCode | 'NETWORK';
  traceId?: string;
  errors?: FieldError[];
  /** Seconds. */
  retryAfter?: number;
};

const codes: Record<ErrorCode, true> = {
  VALIDATION_FAILED: true,
  UNAUTHENTICATED: true,
  FORBIDDEN: true,
  NOT_FOUND: true,
  CONFLICT: true,
  CONVERSATION_FULL: true,
  PAYLOAD_TOO_LARGE: true,
  CONTENT_BLOCKED: true,
  RATE_LIMITED: true,
  INTERNAL: true,
  UNAVAILABLE: true,
};
const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(codes, value);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isFieldError = (value: unknown): value is FieldError =>
  isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string';

const fromMembers = (members: Record<string, unknown>): ApiError | null => {
  if (!isErrorCode(members.code)) return null;
  const { code, trace_id, errors, retry_after } = members;
  return {
    code,
    ...(typeof trace_id === 'string' ? { traceId: trace_id } : {}),
    ...(Array.isArray(errors) ? { errors: errors.filter(isFieldError) } : {}),
    ...(typeof retry_after === 'number' ? { retryAfter: retry_after } : {}),
  };
};

/** Reads the `data` of a tRPC error or the members of a problem document. */
export const toApiError = (error: unknown): ApiError => {
  if (!isRecord(error)) return { code: 'NETWORK' };
  const members = isRecord(error.data) ? error.data : error;
  return fromMembers(members) ?? { code: 'NETWORK' };
};
