import { z } from 'zod';

export const ErrorCode = z.enum([
  'VALIDATION_FAILED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'CONVERSATION_FULL',
  'PAYLOAD_TOO_LARGE',
  'CONTENT_BLOCKED',
  'RATE_LIMITED',
  'INTERNAL',
  'UNAVAILABLE',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const FieldError = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** `application/problem+json` (RFC 9457) as every REST error answers. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: ErrorCode,
  trace_id: z.string(),
  errors: z.array(FieldError).optional(),
});
export type Problem = z.infer<typeof Problem>;

export type ErrorDetails = {
  errors?: FieldError[];
  /** Seconds after which the same call may succeed; answered as `Retry-After`. */
  retryAfterSeconds?: number;
  /** The limit that was reached; answered as `RateLimit-*`. */
  limit?: { limit: number; remaining: number; reset_seconds: number };
  /** Further members of the problem document, such as the `message_id` of a blocked message. */
  extra?: Record<string, string | number | boolean>;
  cause?: unknown;
};

/** The only error that the service throws on purpose; `message` may be shown to the caller. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
  }
}

/** Turns zod's issues into the `errors` list of a problem document. */
export const toFieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));

/**
 * Parses `input` or throws VALIDATION_FAILED with one entry per fault.
 * @throws DomainError VALIDATION_FAILED
 */
export const parseInput = <T extends z.ZodType>(schema: T, input: unknown): z.output<T> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new DomainError('VALIDATION_FAILED', 'The request does not match its schema.', {
    errors: toFieldErrors(parsed.error),
  });
};
