import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Call } from './call.ts';
import { type Dialect, describeStatus, type Ending, type Reply } from './dialect.ts';
import type { Plan } from './plan.ts';
import type { Fault } from './simulator-settings.ts';

const PING_EVERY_MS = 20;
const DRIP_EVERY_MS = 50;
const BOMB_BYTES = 16 * 1024 * 1024;
const HUGE_LINE = `: ${'x'.repeat(64 * 1024)}\n\n`;

const headersOf = (stream: boolean) => ({
  'content-type': stream ? 'text/event-stream' : 'application/json',
  'cache-control': 'no-cache',
});

const halfway = (plan: Plan) => Math.max(1, plan.words.length >> 1);

const endingOf = (fault?: Fault): Ending => ({ finish: fault !== 'no_finish', done: fault !== 'no_done' });

let bomb: Buffer | undefined;

/** Faults that need nothing of the reply. True when the answer is over. */
const strikeEarly = async (call: Call, stream: boolean, fault?: Fault): Promise<boolean> => {
  const { response } = call;
  switch (fault) {
    case 'hang':
      return call.hang();
    case 'hang_after_headers':
      response.writeHead(200, headersOf(stream)).flushHeaders();
      return call.hang();
    case 'pings':
      response.writeHead(200, headersOf(stream));
      for (;;) {
        await call.write(stream ? ': ping\n\n' : '\n');
        await call.pause(PING_EVERY_MS);
      }
    case 'huge':
      response.writeHead(200, headersOf(stream));
      for (;;) await call.write(HUGE_LINE);
    case 'gzip_bomb':
      bomb ??= await promisify(gzip)(Buffer.alloc(BOMB_BYTES, ':\n'), { level: 1 });
      response.writeHead(200, { ...headersOf(stream), 'content-encoding': 'gzip' }).end(bomb);
      return true;
    case 'reset':
      call.reset();
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>It works!</body></html>');
      return true;
    case 'empty_body':
      response.writeHead(200, headersOf(stream)).end();
      return true;
    case 'redirect':
      response.writeHead(302, { location: '/v1/elsewhere' }).end();
      return true;
    default:
      return false;
  }
};

const dripOut = async (call: Call, body: string): Promise<void> => {
  for (const byte of Buffer.from(body)) {
    await call.write(Uint8Array.of(byte));
    await call.pause(DRIP_EVERY_MS);
  }
  call.response.end();
};

const sendPaced = async (call: Call, dialect: Dialect, reply: Reply, plan: Plan, stopAt: number): Promise<void> => {
  const started = performance.now();
  const due = () =>
    plan.tokensPerSecond > 0
      ? 1 + Math.floor(((performance.now() - started) * plan.tokensPerSecond) / 1000)
      : plan.words.length;
  for (let sent = 0; ; ) {
    const upTo = Math.min(stopAt, due());
    if (upTo > sent) await call.write(dialect.streamText(reply, plan.words.slice(sent, upTo)));
    sent = Math.max(sent, upTo);
    if (sent >= stopAt) return;
    await call.pause(Math.max(plan.tickMs, 1000 / plan.tokensPerSecond));
  }
};

const MIDWAY: readonly Fault[] = ['stall', 'reset_midway', 'truncate', 'truncated_json', 'bad_chunk', 'error_event'];

const strikeMidway = async (call: Call, dialect: Dialect, reply: Reply, plan: Plan): Promise<void> => {
  const { response } = call;
  const next = dialect.streamText(reply, [' and']);
  switch (plan.fault) {
    case 'stall':
      return call.hang();
    case 'reset_midway':
      await call.pause(plan.tickMs);
      call.reset();
      return;
    case 'truncated_json':
      response.end(next.slice(0, next.length >> 1));
      return;
    case 'bad_chunk':
      await call.write('data: {not json\n\n');
      break;
    case 'error_event':
      response.end(dialect.streamError());
      return;
    default:
      response.end();
      return;
  }
  response.end(dialect.streamEnd(reply, endingOf()));
};

const streamReply = async (call: Call, dialect: Dialect, reply: Reply, plan: Plan): Promise<void> => {
  call.response.writeHead(200, { ...headersOf(true), 'x-request-id': reply.id });
  if (plan.fault === 'wrong_schema') {
    call.response.end('data: {"type":"nothing_known","choices":"none"}\n\ndata: [DONE]\n\n');
    return;
  }
  const words = plan.fault === 'empty' ? [] : plan.words;
  if (plan.fault === 'drip') {
    return dripOut(call, dialect.streamStart(reply) + dialect.streamText(reply, words));
  }
  await call.write(dialect.streamStart(reply));
  const midway = plan.fault !== undefined && MIDWAY.includes(plan.fault);
  await sendPaced(call, dialect, reply, { ...plan, words }, midway ? halfway(plan) : words.length);
  if (midway) return strikeMidway(call, dialect, reply, plan);
  await call.write(dialect.streamEnd(reply, endingOf(plan.fault)));
  if (plan.fault === 'linger') return call.hang();
  call.response.end();
};

const sendWhole = async (call: Call, dialect: Dialect, reply: Reply, plan: Plan): Promise<void> => {
  const { response } = call;
  const text = plan.fault === 'empty' ? '' : plan.words.join('');
  const body = dialect.whole(reply, text, endingOf(plan.fault));
  if (plan.tokensPerSecond > 0) await call.pause(((plan.words.length - 1) / plan.tokensPerSecond) * 1000);
  if (plan.fault === 'reset_midway') return call.reset();
  if (plan.fault === 'stall' || plan.fault === 'linger') return call.hang();
  response.writeHead(200, { ...headersOf(false), 'x-request-id': reply.id });
  if (plan.fault === 'drip') return dripOut(call, body);
  if (plan.fault === 'error_event') response.end(dialect.error(500, describeStatus(500)));
  else if (plan.fault === 'wrong_schema') response.end('{"type":"nothing_known","choices":"none"}');
  else if (plan.fault === 'bad_chunk') response.end('{not json');
  else if (plan.fault === 'truncate' || plan.fault === 'truncated_json') response.end(body.slice(0, body.length >> 1));
  else response.end(body);
};

const refuse = async (call: Call, dialect: Dialect, failure: NonNullable<Plan['failure']>): Promise<void> => {
  await call.pause(failure.delayMs);
  call.response
    .writeHead(failure.status, {
      'content-type': 'application/json',
      ...(failure.retryAfter === undefined ? {} : { 'retry-after': failure.retryAfter }),
    })
    .end(dialect.error(failure.status, describeStatus(failure.status)));
};

/** Answers a request as planned. Throws ClientGone when the client leaves first. */
export const respond = async (
  call: Call,
  dialect: Dialect,
  reply: Reply,
  plan: Plan,
  stream: boolean,
): Promise<void> => {
  if (plan.failure) return refuse(call, dialect, plan.failure);
  if (plan.fault === 'hang') return call.hang();
  await call.pause(plan.latencyMs);
  if (await strikeEarly(call, stream, plan.fault)) return;
  if (stream) return streamReply(call, dialect, reply, plan);
  return sendWhole(call, dialect, reply, plan);
};
