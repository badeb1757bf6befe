import { DomainError, type ErrorCode } from '@message-service/shared/errors';
import { UnrecoverableError } from 'bullmq';

/** Whether a job that ended with this code may succeed when it is run again. */
const RETRY: Record<ErrorCode, boolean> = {
  VALIDATION_FAILED: false,
  UNAUTHENTICATED: false,
  FORBIDDEN: false,
  NOT_FOUND: false,
  CONFLICT: false,
  CONVERSATION_FULL: false,
  PAYLOAD_TOO_LARGE: false,
  CONTENT_BLOCKED: false,
  RATE_LIMITED: true,
  INTERNAL: true,
  UNAVAILABLE: true,
};

/** What BullMQ is to be told: errors that no retry mends end the job at once. */
export const toJobError = (error: unknown): unknown =>
  error instanceof DomainError && !RETRY[error.code]
    ? new UnrecoverableError(`${error.code}: ${error.message}`)
    : error;
