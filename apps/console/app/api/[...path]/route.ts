import type { ErrorCode } from '@message-service/shared/errors';
import { apiUrl, maxBodyBytes } from '@/settings';
import { readBody } from './read-body';

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'content-length',
  'host',
];

const forwardedHeaders = (request: Request) => {
  const headers = new Headers(request.headers);
  for (const name of HOP_BY_HOP) headers.delete(name);
  headers.set('accept-encoding', 'identity');
  return headers;
};

const answeredHeaders = (answer: Response) => {
  const headers = new Headers(answer.headers);
  for (const name of HOP_BY_HOP) headers.delete(name);
  return headers;
};

type Problem = { status: number; title: string; detail: string; code: ErrorCode; headers?: Record<string, string> };

const refuse = (request: Request, { headers, ...problem }: Problem) => {
  const trace = request.headers.get('x-trace-id') ?? crypto.randomUUID().replaceAll('-', '');
  const body = { type: 'about:blank', ...problem, trace_id: trace };
  return Response.json(body, {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'x-trace-id': trace, ...headers },
  });
};

const unavailable: Problem = {
  status: 503,
  title: 'Service unavailable',
  detail: 'The api does not answer.',
  code: 'UNAVAILABLE',
  headers: { 'retry-after': '2' },
};
const tooLarge: Problem = {
  status: 413,
  title: 'Payload too large',
  detail: `The body may have at most ${maxBodyBytes} bytes.`,
  code: 'PAYLOAD_TOO_LARGE',
  headers: { connection: 'close' },
};

/**
 * Hands a request of the browser to the api and streams the answer back as it comes, so that the browser only ever
 * talks to the console's own origin. A rewrite would cut streams that are silent for 30 s and answer 500 while the
 * api restarts.
 */
const forward = async (request: Request): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const body = hasBody ? await readBody(request, maxBodyBytes) : undefined;
  if (body === null) return refuse(request, tooLarge);
  const answer = await fetch(apiUrl + pathname.slice('/api'.length) + search, {
    method: request.method,
    headers: forwardedHeaders(request),
    body,
    redirect: 'manual',
    cache: 'no-store',
    signal: request.signal,
  }).catch(() => null);
  if (!answer) return refuse(request, unavailable);
  return new Response(answer.body, { status: answer.status, headers: answeredHeaders(answer) });
};

export const dynamic = 'force-dynamic';
export { forward as DELETE, forward as GET, forward as PATCH, forward as POST };
