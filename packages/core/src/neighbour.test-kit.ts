import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createNeighbours, NeighbourSettings } from './external/index.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics/index.ts';

export type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: string };
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const readAll = async (request: IncomingMessage) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
};

/** A real HTTP server that keeps what it was sent and answers by `behave`, which a test may change. */
export const startNeighbour = async (first: Behaviour) => {
  const seen: Seen[] = [];
  const control = { behave: first };
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, path: url, headers, body: await readAll(request) });
    control.behave(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    control,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** The clients of neighbours at these settings, with a clock that only a test moves. */
export const openNeighbours = (environment: Record<string, string>) => {
  const clock = { ms: 1_700_000_000_000 };
  const now = () => new Date(clock.ms);
  const metrics = createMetrics();
  const settings = NeighbourSettings.parse(environment);
  const lines: string[] = [];
  const log = createLogger({ LOG_LEVEL: 'warn' }, 'test', { write: (line: string) => void lines.push(line) });
  const neighbours = createNeighbours(settings, { log, metrics, now });
  const countCalls = async (outcome: string) =>
    (await metrics.neighbourCalls.get()).values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
  return { neighbours, clock, countCalls, countFailedTries: () => lines.length };
};
