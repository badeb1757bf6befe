import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { anthropicDialect } from './anthropic-dialect.ts';
import { ClientGone, openCall } from './call.ts';
import { parseChatRequest } from './chat-request.ts';
import { type Dialect, describeStatus, type Reply } from './dialect.ts';
import { findDirective, type Overrides, parseDirective } from './directives.ts';
import { openAiDialect } from './openai-dialect.ts';
import { createPlanner, type Plan } from './plan.ts';
import { createRandom } from './random.ts';
import { createRecorder, type RecordedRequest, type SimulatorStats } from './recorder.ts';
import { respond } from './respond.ts';
import { parseSimulatorSettings, type SimulatorOptions, type SimulatorSettings } from './simulator-settings.ts';

export type LlmSimulator = {
  /** Without `/v1`. */
  url: string;
  port: number;
  /** Changes settings for the requests that come after. Throws, and changes nothing, when one is not valid. */
  configure(partial: SimulatorOptions): void;
  stats(): SimulatorStats;
  /** The latest requests, oldest first. */
  requests(): RecordedRequest[];
  /** Resolves when no request is open. */
  whenIdle(): Promise<void>;
  /** Forgets counts and requests and starts the random sequence again; settings stay. */
  reset(): void;
  close(): Promise<void>;
};

const MAX_BODY_BYTES = 32 * 1024 * 1024;
const MAX_REMEMBERED = 10_000;

class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) throw new BadRequest('The body is too large');
    chunks.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  } catch (error) {
    throw new BadRequest('The body is not JSON', { cause: error });
  }
};

const answerJson = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const flatHeaders = (request: IncomingMessage) =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));

const usageFigures = (plan: Plan, promptTokens: number): Reply['usage'] => {
  const { cached, reasoning } = plan;
  const completion = String(plan.fault === 'empty' ? 0 : plan.words.length + reasoning);
  switch (plan.fault) {
    case 'no_usage':
      return undefined;
    case 'nan_usage':
      return { prompt: 'NaN', completion: 'NaN', cached, reasoning };
    case 'negative_usage':
      return { prompt: '-1', completion: '-7', cached, reasoning };
    case 'text_usage':
      return { prompt: '"many"', completion: '"few"', cached, reasoning };
    default:
      return { prompt: String(promptTokens), completion, cached, reasoning };
  }
};

/**
 * Starts a server that answers like an LLM provider: `POST /v1/chat/completions` (OpenAI) and `POST /v1/messages`
 * (Anthropic), streamed or not, and `GET /v1/models`; over HTTP also `GET /__stats`, `GET /__requests`,
 * `POST /__config` and `POST /__reset`. `port` 0, the default, takes a free one.
 */
export const startLlmSimulator = async (
  options: SimulatorOptions & { port?: number; host?: string } = {},
): Promise<LlmSimulator> => {
  const { port = 0, host = '127.0.0.1', ...given } = options;
  let settings = parseSimulatorSettings(given);
  let planner = createPlanner(settings);
  let random = createRandom(settings.seed);
  let served = new Map<string, number>();
  let ids = 0;
  const recorder = createRecorder();

  const configure = (partial: unknown) => {
    const next = parseSimulatorSettings({ ...settings, ...(partial as Partial<SimulatorSettings>) });
    if (next.seed !== settings.seed) random = createRandom(next.seed);
    settings = next;
    planner = createPlanner(settings);
  };
  const reset = () => {
    recorder.reset();
    random = createRandom(settings.seed);
    served = new Map();
  };

  const readOverrides = (request: IncomingMessage, lastUserText: string): Overrides => {
    const header = request.headers['x-sim'];
    const directive = typeof header === 'string' ? header : findDirective(lastUserText);
    if (directive === null) return {};
    let overrides: Overrides;
    try {
      overrides = parseDirective(directive);
    } catch (error) {
      throw new BadRequest(error instanceof Error ? error.message : String(error));
    }
    if (overrides.times === undefined) return overrides;
    const count = (served.get(lastUserText) ?? 0) + 1;
    if (served.size > MAX_REMEMBERED) served.clear();
    served.set(lastUserText, count);
    return count > overrides.times ? {} : overrides;
  };

  const authorised = (request: IncomingMessage) =>
    settings.apiKey === '' ||
    request.headers.authorization === `Bearer ${settings.apiKey}` ||
    request.headers['x-api-key'] === settings.apiKey;

  const chat = async (dialect: Dialect, request: IncomingMessage, response: ServerResponse, path: string) => {
    const call = openCall(response);
    const record = recorder.open(path, flatHeaders(request), settings.keepRequests);
    let refused = false;
    response.once('close', () => {
      const outcome = response.writableFinished ? 'completed' : call.dropped() ? 'dropped' : 'client_gone';
      recorder.close(record, refused ? 'refused' : outcome, response.statusCode);
    });
    const refuse = (status: number, message = describeStatus(status)) => {
      refused = true;
      const retry = status === 429 ? { 'retry-after': String(settings.retryAfterSeconds) } : {};
      response.writeHead(status, { 'content-type': 'application/json', ...retry }).end(dialect.error(status, message));
    };

    try {
      record.body = await readJson(request);
      const parsed = parseChatRequest(record.body, settings.models[0] ?? 'model');
      if (!authorised(request)) return refuse(401);
      if (!parsed) return refuse(400);
      if (settings.strictModel && !settings.models.includes(parsed.model)) return refuse(404);
      if (settings.maxConcurrent > 0 && recorder.inFlight() > settings.maxConcurrent) return refuse(429);

      const plan = planner(parsed, readOverrides(request, parsed.lastUserText), random);
      refused = plan.failure !== undefined;
      if (plan.fault && !plan.failure) recorder.strike(record, plan.fault);
      if (parsed.stream) recorder.stream();
      const reply: Reply = {
        id: `chatcmpl-sim${(++ids).toString(36)}`,
        model: parsed.model,
        createdSeconds: Math.floor(Date.now() / 1000),
        finish: plan.finish,
        usage: usageFigures(plan, parsed.promptTokens),
        streamUsage: parsed.includeUsage,
      };
      await respond(call, dialect, reply, plan, parsed.stream);
      if (!plan.failure) recorder.complete(call.heldMs(), plan, parsed.promptTokens);
    } catch (error) {
      if (error instanceof BadRequest) return refuse(400, error.message);
      if (error instanceof ClientGone || response.destroyed || request.destroyed) return;
      throw error;
    }
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    switch (`${request.method} ${path}`) {
      case 'POST /v1/chat/completions':
        return chat(openAiDialect, request, response, path);
      case 'POST /v1/messages':
        return chat(anthropicDialect, request, response, path);
      case 'GET /v1/models':
        if (!authorised(request)) return answerJson(response, 401, { error: { message: describeStatus(401) } });
        return answerJson(response, 200, {
          object: 'list',
          data: settings.models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'simulator' })),
        });
      case 'GET /health':
        return answerJson(response, 200, { status: 'ok' });
      case 'GET /__stats':
        return answerJson(response, 200, { ...recorder.stats(), settings });
      case 'GET /__requests':
        return answerJson(response, 200, recorder.requests());
      case 'POST /__reset':
        reset();
        return answerJson(response, 200, recorder.stats());
      case 'POST /__config':
        try {
          configure(await readJson(request));
          return answerJson(response, 200, settings);
        } catch (error) {
          return answerJson(response, 400, {
            error: { message: error instanceof Error ? error.message : String(error) },
          });
        }
      default:
        return answerJson(response, 404, { error: { message: `Nothing answers ${request.method} ${path}` } });
    }
  };

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answerJson(response, 500, { error: { message: error instanceof Error ? error.message : String(error) } });
    });
  });
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 4096 }, resolve);
  });
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;

  return {
    url: `http://${host}:${listening}`,
    port: listening,
    configure,
    stats: recorder.stats,
    requests: recorder.requests,
    whenIdle: recorder.whenIdle,
    reset,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
};
