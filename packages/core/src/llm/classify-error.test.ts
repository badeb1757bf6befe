import { APICallError, JSONParseError } from '@ai-sdk/provider';
import { expect, test } from 'vitest';
import { classifyError, classifyErrorEvent, errorOfStatus, readRetryAfter } from './classify-error.ts';
import { LlmError } from './llm-error.ts';

const networkError = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('connect failed'), { code }) });

test.each([
  ['ECONNREFUSED', 'unreachable'],
  ['ECONNRESET', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['UND_ERR_SOCKET', 'unreachable'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable'],
  ['CERT_HAS_EXPIRED', 'unreachable'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['HPE_INVALID_CONSTANT', 'invalid_response'],
  ['Z_DATA_ERROR', 'invalid_response'],
])('%s is %s', (code, kind) => {
  expect(classifyError(networkError(code), 'openai')).toMatchObject({ kind, code });
});

test.each([
  [302, 'rejected'],
  [400, 'rejected'],
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'rejected'],
  [408, 'timeout'],
  [422, 'rejected'],
  [429, 'rate_limited'],
  [500, 'server_error'],
  [503, 'server_error'],
  [529, 'server_error'],
])('HTTP %i is %s', (status, kind) => {
  expect(errorOfStatus(status, {}, 'openai')).toMatchObject({ kind, status, code: `HTTP ${status}` });
});

test('the code of the provider is kept, its words are not', () => {
  const error = new APICallError({
    message: 'You wrote: my secret',
    url: 'http://a.test',
    requestBodyValues: { messages: ['my secret'] },
    statusCode: 400,
    responseBody: 'my secret',
    data: { error: { message: 'my secret', code: 'context_length_exceeded' } },
  });
  const classified = classifyError(error, 'openai');
  expect(classified).toMatchObject({
    kind: 'rejected',
    status: 400,
    code: 'context_length_exceeded',
  });
  expect(`${classified}${JSON.stringify(classified)}`).not.toContain('secret');
  expect(classified).not.toHaveProperty('cause');
});

test.each([
  [{ type: 'rate_limit_error', message: 'slow' }, 'rate_limited'],
  [{ type: 'authentication_error' }, 'unauthorized'],
  [{ type: 'error', code: 'invalid_request_error' }, 'rejected'],
  [{ type: 'overloaded_error' }, 'server_error'],
  ['broken', 'server_error'],
])('an error inside the stream, %o, is %s', (event, kind) => {
  expect(classifyErrorEvent(event, 'anthropic').kind).toBe(kind);
});

test('unreadable answers are named, and what is not of the provider stays what it is', () => {
  const unreadable = new JSONParseError({ text: '{', cause: new Error('end') });
  expect(classifyError(unreadable, 'openai')).toMatchObject({ kind: 'invalid_response', retryable: true });
  const bug = new RangeError('our own mistake');
  expect(classifyError(bug, 'openai')).toBe(bug);
  const known = new LlmError('timeout', 'openai');
  expect(classifyError(known, 'openai')).toBe(known);
});

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '1.5' }, 1_500],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }, 59_000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, undefined],
  [{ 'retry-after': '999999' }, 3_600_000],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': 'later' }, undefined],
  [{ 'retry-after': '' }, undefined],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
  [{}, undefined],
] as [Record<string, string>, number | undefined][])('%o asks to wait %s ms', (headers, ms) => {
  expect(readRetryAfter(headers, 1_000)).toBe(ms);
});
