import { AISDKError, APICallError } from '@ai-sdk/provider';
import type { ProviderName } from '@message-service/shared/llm';
import { LlmError, type LlmErrorKind } from './llm-error.ts';
import { readPath } from './read-path.ts';

const MAX_RETRY_AFTER_MS = 3_600_000;
const TIMEOUT_CODES = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const NETWORK_CODE =
  /^(E(?!RR_)[A-Z_]{3,}|UND_ERR_[A-Z_]+|ERR_(SSL|TLS)_[A-Z0-9_]+|CERT_[A-Z_]+|DEPTH_ZERO_[A-Z_]+|SELF_SIGNED_[A-Z_]+|UNABLE_TO_[A-Z_]+)$/;
const NOT_HTTP_CODE = /^(HPE_|Z_)/;
const LOST_MESSAGES = new Set<unknown>(['fetch failed', 'terminated']);
const SAFE_CODE = /^[\w.-]{1,64}$/;

const safeCode = (value: unknown) => (typeof value === 'string' && SAFE_CODE.test(value) ? value : undefined);

const kindOfStatus = (status: number): LlmErrorKind => {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429) return 'rate_limited';
  if (status === 408) return 'timeout';
  return status >= 500 ? 'server_error' : 'rejected';
};

const KIND_OF_EVENT: [string, LlmErrorKind][] = [
  ['rate_limit', 'rate_limited'],
  ['authentication', 'unauthorized'],
  ['permission', 'unauthorized'],
  ['invalid_request', 'rejected'],
  ['context_length', 'rejected'],
  ['not_found', 'rejected'],
];

const kindOfEvent = (code: string | undefined): LlmErrorKind =>
  KIND_OF_EVENT.find(([word]) => code?.includes(word))?.[1] ?? 'server_error';

/** `Retry-After` in milliseconds, given as seconds, as a date or as `retry-after-ms`; an hour at most. */
export const readRetryAfter = (headers: Record<string, string> | undefined, nowMs = Date.now()): number | undefined => {
  const exact = Number(headers?.['retry-after-ms'] ?? Number.NaN);
  const value = headers?.['retry-after'];
  const seconds = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  const date = value?.includes('GMT') ? Date.parse(value) - nowMs : Number.NaN;
  const ms = [exact, seconds * 1_000, date].find((candidate) => Number.isFinite(candidate) && candidate >= 0);
  return ms === undefined ? undefined : Math.min(MAX_RETRY_AFTER_MS, Math.round(ms));
};

const findCode = (error: unknown): string | undefined => {
  let current = error;
  for (let depth = 0; depth < 6 && current !== undefined && current !== null; depth++) {
    const code = readPath(current, 'code');
    if (typeof code === 'string' && (NETWORK_CODE.test(code) || NOT_HTTP_CODE.test(code))) return code;
    current = readPath(current, 'cause');
  }
  return undefined;
};

const fromTransport = (error: unknown, provider: ProviderName): LlmError | null => {
  const code = findCode(error);
  if (code !== undefined) {
    if (NOT_HTTP_CODE.test(code)) return new LlmError('invalid_response', provider, { code });
    return new LlmError(TIMEOUT_CODES.has(code) ? 'timeout' : 'unreachable', provider, { code });
  }
  const lost = [error, readPath(error, 'cause')].some((one) => LOST_MESSAGES.has(readPath(one, 'message')));
  return lost ? new LlmError('unreachable', provider) : null;
};

/** The error that an HTTP status other than 2xx stands for. */
export const errorOfStatus = (
  status: number,
  headers: Record<string, string> | undefined,
  provider: ProviderName,
  code = `HTTP ${status}`,
): LlmError => new LlmError(kindOfStatus(status), provider, { status, code, retryAfterMs: readRetryAfter(headers) });

/** What the provider says inside a stream that began well. */
export const classifyErrorEvent = (event: unknown, provider: ProviderName): LlmError => {
  const code = [readPath(event, 'type'), readPath(event, 'code')]
    .map(safeCode)
    .find((word) => word && word !== 'error');
  return new LlmError(kindOfEvent(code), provider, { code });
};

/**
 * Names what went wrong with a call. An error that is none of the provider's doing is answered as it came.
 */
export const classifyError = (error: unknown, provider: ProviderName): unknown => {
  if (error instanceof LlmError) return error;
  if (
    APICallError.isInstance(error) &&
    error.statusCode !== undefined &&
    (error.statusCode < 200 || error.statusCode > 299)
  ) {
    const body = readPath(error.data, 'error');
    const code = safeCode(readPath(body, 'code')) ?? safeCode(readPath(body, 'type'));
    return (
      fromTransport(error.cause, provider) ?? errorOfStatus(error.statusCode, error.responseHeaders, provider, code)
    );
  }
  const transport = fromTransport(error, provider);
  if (transport) return transport;
  if (APICallError.isInstance(error) && error.statusCode === undefined) return new LlmError('unreachable', provider);
  if (AISDKError.isInstance(error)) return new LlmError('invalid_response', provider);
  if (error instanceof Error) return error;
  return classifyErrorEvent(error, provider);
};
