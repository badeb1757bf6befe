import type { Socket } from 'node:net';
import { DomainError } from '@message-service/shared/errors';
import type { ConnectionError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { retryAfterOf, toDomainError, toProblem } from '../errors.ts';
import { describeError } from './describe-error.ts';
import { setRateLimitHeaders } from './rate-limit-headers.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { traceIdOf } from './trace-id.ts';

const PROBLEM = 'application/problem+json';

const sendProblem = (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const error = toDomainError(thrown);
  if (error.code === 'INTERNAL') {
    request.log.error({ error: describeError(thrown), trace_id: request.id }, 'unexpected');
  }
  const retryAfter = retryAfterOf(error);
  if (retryAfter !== undefined) reply.header('retry-after', Math.ceil(retryAfter));
  if (error.details.limit) setRateLimitHeaders(reply, error.details.limit);
  const problem = toProblem(error, request.id);
  return reply.status(problem.status).type(PROBLEM).send(problem);
};

/** Every error of a route, and every path that leads nowhere, as a problem document. */
export const serveProblems = (app: FastifyInstance): void => {
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(() => {
    throw new DomainError('NOT_FOUND', 'There is no such resource.');
  });
};

/** For requests that the framework refuses before any hook runs, such as a path with broken percent-encoding. */
export const answerFrameworkError = (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
  reply.headers({ ...SECURITY_HEADERS, 'x-trace-id': request.id });
  sendProblem(error, request, reply);
};

const refusalOf = ({ code }: ConnectionError): DomainError =>
  code === 'HPE_HEADER_OVERFLOW'
    ? new DomainError('PAYLOAD_TOO_LARGE', 'The headers of the request are too large.')
    : new DomainError('VALIDATION_FAILED', 'The request is not well-formed HTTP, or did not arrive in time.');

/** For bytes that are no HTTP request at all. */
export const answerClientError = (error: ConnectionError, socket: Socket): void => {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const traceId = traceIdOf({});
    const problem = toProblem(refusalOf(error), traceId);
    const body = JSON.stringify(problem);
    const headers = {
      ...SECURITY_HEADERS,
      'x-trace-id': traceId,
      'content-type': PROBLEM,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${problem.status} ${problem.title}\r\n${lines.join('')}\r\n${body}`);
  }
  socket.destroySoon();
};
