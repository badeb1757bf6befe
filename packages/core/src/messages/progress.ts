import { ProgressEvent, SagaStep } from '@message-service/shared/messages';
import type { Redis, Result } from 'ioredis';
import type { CoreContext } from '../context.ts';
import type { MessageDoc } from './messages.ts';
import type { ProcessingJob } from './processing-queue.ts';
import { isReplaced, isWithheld, visibleContent } from './visible-content.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    msAppendProgress(key: string, id: string, payload: string, ttlMs: number): Result<number, Context>;
  }
}

/** An event with its id `<epoch>-<position>`. */
export type TrackedProgress = { id: string; event: ProgressEvent };

const TTL_MS = 15 * 60_000;
const FIRST_TOKEN = 100;
const AFTER_TOKENS = 500_000_000;

// The stream refuses an id that is not above its last one: a worker that lost its message cannot add to it any more.
const APPEND = `
  local added = redis.pcall('XADD', KEYS[1], ARGV[1], 'e', ARGV[2])
  if type(added) == 'table' and added.err then
    return string.find(added.err, 'equal or smaller', 1, true) and 0 or -1
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  redis.call('PUBLISH', KEYS[1], ARGV[1] .. ' ' .. ARGV[2])
  return 1`;

const POSITIONS: Record<SagaStep | 'queued' | 'processing', number> = {
  queued: 1,
  processing: 1,
  conversation_validated: 2,
  context_built: 3,
  llm_response_generated: AFTER_TOKENS,
  response_saved: AFTER_TOKENS + 1,
  analytics_updated: AFTER_TOKENS + 2,
  completed: AFTER_TOKENS + 3,
};

const END = AFTER_TOKENS + 9;
export const QUEUED: TrackedProgress = { id: '0-1', event: { type: 'progress', step: 'queued' } };

const positionOf = (event: ProgressEvent): number => {
  if (event.type === 'token') return FIRST_TOKEN + event.index;
  if (event.type === 'progress') return POSITIONS[event.step];
  return event.type === 'restart' ? 0 : END;
};

/** Gives an event its id: the same event of the same epoch has the same id, live and replayed. */
export const track = (epoch: number, event: ProgressEvent): TrackedProgress => ({
  id: `${epoch}-${positionOf(event)}`,
  event,
});

/** Compares two event ids: negative when `a` comes first. */
export const compareIds = (a: string, b: string): number => {
  const [aEpoch = 0, aPosition = 0] = a.split('-').map(Number);
  const [bEpoch = 0, bPosition = 0] = b.split('-').map(Number);
  return aEpoch - bEpoch || aPosition - bPosition;
};

/** False when events between the last one seen and this one are missing, as after a wiped Redis. */
export const follows = (previous: string, { id, event }: TrackedProgress): boolean => {
  const [lastEpoch, lastPosition = 0] = previous.split('-').map(Number);
  const [epoch, position = 0] = id.split('-').map(Number);
  const before = lastEpoch === epoch ? lastPosition : 0;
  if (event.type === 'token') return event.index === 0 || before === position - 1;
  if (event.type === 'progress' && event.step === 'llm_response_generated') {
    const tokens = event.tokens ?? 0;
    return tokens === 0 || before === FIRST_TOKEN + tokens - 1;
  }
  if (event.type === 'completed') return before === POSITIONS.completed;
  return position <= AFTER_TOKENS || event.type !== 'progress' || before === position - 1;
};

/** The text that readers were sent of a reply by the last worker that sent any, piece by piece. Empty without Redis. */
export const readShownTokens = async (
  ctx: Pick<CoreContext, 'redis' | 'settings' | 'log'>,
  messageId: string,
): Promise<string[]> => {
  try {
    const rows = await ctx.redis.xrange(progressKey(ctx, messageId), '-', '+');
    let pieces: string[] = [];
    for (const [, fields] of rows) {
      const event = ProgressEvent.safeParse(JSON.parse(fields[1] ?? 'null')).data;
      if (event?.type === 'restart') pieces = [];
      if (event?.type === 'token') pieces.push(event.text);
    }
    return pieces;
  } catch (error) {
    ctx.log.debug({ message_id: messageId, error }, 'shown tokens not read');
    return [];
  }
};

export const progressKey = (ctx: Pick<CoreContext, 'settings'>, messageId: string) =>
  `${ctx.settings.REDIS_PREFIX}:progress:${messageId}`;

const withScript = (redis: Redis): Redis => {
  if (redis.msAppendProgress === undefined) redis.defineCommand('msAppendProgress', { numberOfKeys: 1, lua: APPEND });
  return redis;
};

/**
 * Adds an event to the message's live stream. Progress is a courtesy: without Redis nothing is sent, the message goes
 * on, and readers learn the end from the database. `refused` when a later worker, or whoever cancelled the message, has
 * spoken since.
 */
export const publishProgress = async (
  ctx: Pick<CoreContext, 'redis' | 'settings' | 'log'>,
  messageId: string,
  epoch: number,
  event: ProgressEvent,
): Promise<'sent' | 'refused' | 'away'> => {
  try {
    const redis = withScript(ctx.redis);
    const { id } = track(epoch, event);
    const added = await redis.msAppendProgress(progressKey(ctx, messageId), id, JSON.stringify(event), TTL_MS);
    return added === 1 ? 'sent' : added === 0 ? 'refused' : 'away';
  } catch (error) {
    ctx.log.debug({ message_id: messageId, error }, 'progress not published');
    return 'away';
  }
};

/** Ends what workers before `epoch` may add to the stream, before anybody is told of it. */
export const fenceProgress = async (
  ctx: Pick<CoreContext, 'redis' | 'settings' | 'log'>,
  messageId: string,
  epoch: number,
): Promise<void> => {
  try {
    const key = progressKey(ctx, messageId);
    // no event, which readers pass over; refused when somebody of that epoch has spoken already
    await ctx.redis.multi().xadd(key, `${epoch}-1`, 'e', 'null').pexpire(key, TTL_MS).exec();
  } catch (error) {
    ctx.log.debug({ message_id: messageId, error }, 'stream not fenced');
  }
};

const STEPS = SagaStep.options;

export const tokenEvents = (text: string, lengths: readonly number[]): ProgressEvent[] => {
  const known = lengths.reduce((sum, length) => sum + length, 0) === text.length;
  let at = 0;
  return (known ? lengths : [text.length]).map((length, index) => {
    const token = { type: 'token' as const, text: text.slice(at, at + length), index };
    at += length;
    return token;
  });
};

/** The steps that a finished message went through; without its job, which is removed after a week, all or none. */
const doneSteps = (doc: MessageDoc, job: ProcessingJob | null): readonly SagaStep[] => {
  if (doc.processing_status === 'completed') return STEPS;
  return STEPS.filter((step) => job?.saga.steps.some((done) => done.name === step));
};

const endOf = (doc: MessageDoc, withheld: boolean): ProgressEvent =>
  doc.processing_status === 'completed' && doc.reply_message_id !== undefined
    ? { type: 'completed', reply_message_id: doc.reply_message_id, ...(withheld ? { withheld } : {}) }
    : {
        type: 'failed',
        code: doc.processing_metadata?.error_code ?? doc.processing_status.toUpperCase(),
        detail: doc.processing_metadata?.error_message ?? `The message was ${doc.processing_status}.`,
      };

/** What a reader may have of a reply as tokens; of one that is kept back or redacted what stands in its place, in as many events as were sent. */
const replayTokens = (reply: MessageDoc | null, lengths: readonly number[]): ProgressEvent[] => {
  if (!reply) return [];
  const { text } = visibleContent(reply);
  if (!isReplaced(reply)) return text === '' ? [] : tokenEvents(text, lengths);
  return lengths.map((_, index) => ({ type: 'token', text: index === 0 ? text : '', index }));
};

/**
 * The whole stream of a finished message, rebuilt from the database with the ids that it had live.
 * `job` may be missing: finished jobs are removed after a week, and then the reply is one token.
 */
export const replayProgress = (
  doc: MessageDoc,
  job: ProcessingJob | null,
  reply: MessageDoc | null,
): TrackedProgress[] => {
  const epoch = Math.max(doc.processing_epoch, 1);
  const { partial_reply: partial } = doc;
  const tokens = partial
    ? tokenEvents(partial.text, partial.token_lengths)
    : replayTokens(reply, job?.saga.token_lengths ?? []);
  const steps: ProgressEvent[] = doneSteps(doc, job).map((step) =>
    step === 'llm_response_generated' ? { type: 'progress', step, tokens: tokens.length } : { type: 'progress', step },
  );
  const events: ProgressEvent[] = [
    { type: 'restart', attempt: epoch },
    { type: 'progress', step: 'processing' },
    ...steps,
    ...tokens,
    endOf(doc, reply !== null && isWithheld(reply)),
  ];
  return [QUEUED, ...events.map((event) => track(epoch, event)).sort((a, b) => compareIds(a.id, b.id))];
};
