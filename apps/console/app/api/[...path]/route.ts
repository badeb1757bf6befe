import { apiUrl } from '@/settings';

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

const unavailable = (traceId: string | null) => {
  const trace = traceId ?? crypto.randomUUID().replaceAll('-', '');
  const body = {
    type: 'about:blank',
    title: 'Service unavailable',
    status: 503,
    detail: 'The api does not answer.',
    code: 'UNAVAILABLE',
    trace_id: trace,
  };
  return Response.json(body, {
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '2', 'x-trace-id': trace },
  });
};

/**
 * Hands a request of the browser to the api and streams the answer back as it comes, so that the browser only ever
 * talks to the console's own origin. A rewrite would cut streams that are silent for 30 s and answer 500 while the
 * api restarts.
 */
const forward = async (request: Request): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const answer = await fetch(apiUrl + pathname.slice('/api'.length) + search, {
    method: request.method,
    headers: forwardedHeaders(request),
    body: hasBody ? await request.arrayBuffer() : undefined,
    redirect: 'manual',
    cache: 'no-store',
    signal: request.signal,
  }).catch(() => null);
  if (!answer) return unavailable(request.headers.get('x-trace-id'));
  return new Response(answer.body, { status: answer.status, headers: answeredHeaders(answer) });
};

export const dynamic = 'force-dynamic';
export { forward as DELETE, forward as GET, forward as PATCH, forward as POST };
