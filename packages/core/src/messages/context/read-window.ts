import type { ContextDetails } from '@message-service/shared/messages';
import type { CoreContext } from '../../context.ts';
import { findRange, type MessageDoc, messages } from '../messages.ts';
import type { TokenizerName } from './tokenizers.ts';
import { type KeptTurn, KeptWindow, lengthOf, memoryOf } from './window-memory.ts';

export type WindowCtx = Pick<CoreContext, 'db' | 'redis' | 'settings' | 'log'>;
export type WindowQuery = { conversation_id: string; to: number; size: number; tokenizer: TokenizerName };
export type ReadWindow = {
  /** Newest first. */
  turns: KeptTurn[];
  cache: ContextDetails['cache'];
  cached_messages: number;
  /** What is kept is this very window. */
  isKept: boolean;
};

/** Numbers that are looked at for one message of the window: some belong to messages that are out of sight. */
const NUMBERS_PER_MESSAGE = 5;
/** In code units; a larger window is kept in memory only. */
const MAX_IN_REDIS = 500_000;

/** Only what everybody may see goes to a model; what is archived, kept back or blocked does not. */
export const IN_SIGHT = { status: 'active' } as const;
const STAMP = { role: 1, sequence_number: 1, moderation_version: 1, 'timestamps.last_modified_at': 1 } as const;
export const TEXT = { ...STAMP, 'content.text': 1, 'content.sanitized_text': 1, redacted_text: 1 } as const;

export type Stamped = Pick<MessageDoc, '_id' | 'role' | 'sequence_number' | 'moderation_version' | 'timestamps'>;
type Texted = Stamped & Pick<MessageDoc, 'content' | 'redacted_text'>;

export const stampOf = ({ timestamps, moderation_version = 0 }: Stamped) =>
  `${timestamps.last_modified_at.getTime()}.${moderation_version}`;

/** Personal data that is masked, and what a moderator has taken out, does not leave for a provider. */
export const textForModel = ({ content, redacted_text }: Pick<MessageDoc, 'content' | 'redacted_text'>): string =>
  redacted_text ?? content.sanitized_text ?? content.text;

const toKept = (doc: Texted): KeptTurn => ({
  message_id: doc._id,
  sequence_number: doc.sequence_number,
  role: doc.role,
  text: textForModel(doc),
  stamp: stampOf(doc),
});

const keyOf = ({ settings }: WindowCtx, { conversation_id, size }: WindowQuery) =>
  `${settings.REDIS_PREFIX}:context:${conversation_id}:${size}`;

const parse = (text: string): KeptWindow | null => {
  try {
    return KeptWindow.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

const readRedis = async ({ redis, log }: WindowCtx, key: string): Promise<KeptWindow | null> => {
  try {
    return parse((await redis.get(key)) ?? 'null');
  } catch (error) {
    log.debug({ error }, 'kept windows cannot be read');
    return null;
  }
};

const findKept = async (ctx: WindowCtx, query: WindowQuery) => {
  if (ctx.settings.CONTEXT_CACHE_SECONDS === 0) return null;
  const key = keyOf(ctx, query);
  const own = memoryOf(ctx).get(key, performance.now());
  const window = own ?? (await readRedis(ctx, key));
  if (!window || window.conversation_id !== query.conversation_id) return null;
  return { window, cache: own ? ('memory' as const) : ('redis' as const) };
};

/** Of what is kept, the turns of the messages that the database has just told of, where nothing changed since. */
export const takeKnown = (
  stamped: readonly Stamped[],
  kept: KeptWindow,
  tokenizer: TokenizerName,
): Map<string, KeptTurn> => {
  const known = new Map(kept.turns.map((turn) => [turn.message_id, turn]));
  const same = new Map<string, KeptTurn>();
  for (const doc of stamped) {
    const turn = known.get(doc._id);
    if (turn?.stamp !== stampOf(doc)) continue;
    same.set(doc._id, { ...turn, tokens: kept.tokenizer === tokenizer ? turn.tokens : undefined });
  }
  return same;
};

const findTurns = (
  ctx: WindowCtx,
  { conversation_id, to, size }: WindowQuery,
  projection: typeof STAMP | typeof TEXT,
) =>
  findRange(
    ctx,
    { conversation_id, from: Math.max(1, to - NUMBERS_PER_MESSAGE * size), to, limit: size, direction: 'desc' },
    IN_SIGHT,
    projection,
  );

/**
 * The newest messages of a conversation up to a number, as the model is to read them: a bounded find, however long the
 * conversation is. What is kept of the window, in memory, else in Redis, saves the texts and their counting; each message
 * is taken from it only while the database has it with the same stamp, so that every change counts at once, in every
 * process, with Redis or without.
 */
export const readWindow = async (ctx: WindowCtx, query: WindowQuery): Promise<ReadWindow> => {
  const kept = await findKept(ctx, query);
  if (!kept) {
    const docs = await findTurns(ctx, query, TEXT);
    return { turns: docs.map(toKept), cache: 'database', cached_messages: 0, isKept: false };
  }
  const stamped = await findTurns(ctx, query, STAMP);
  const same = takeKnown(stamped, kept.window, query.tokenizer);
  const missing = stamped.flatMap(({ _id }) => (same.has(_id) ? [] : [_id]));
  const { conversation_id } = query;
  const read = missing.length
    ? await messages(ctx)
        .find({ ...IN_SIGHT, _id: { $in: missing }, conversation_id }, { projection: TEXT })
        .toArray()
    : [];
  const turns = [...same.values(), ...read.map(toKept)].sort((a, b) => b.sequence_number - a.sequence_number);
  const { tokenizer, turns: before } = kept.window;
  const isKept = tokenizer === query.tokenizer && same.size === turns.length && same.size === before.length;
  return { turns, cache: kept.cache, cached_messages: same.size, isKept };
};

/** Keeps the window for CONTEXT_CACHE_SECONDS, for this process and for the others, where it is not kept yet. */
export const keepWindow = async (
  ctx: WindowCtx,
  query: WindowQuery,
  { turns, cache, isKept }: ReadWindow,
): Promise<void> => {
  const seconds = ctx.settings.CONTEXT_CACHE_SECONDS;
  if (seconds === 0 || (isKept && cache === 'memory')) return;
  const key = keyOf(ctx, query);
  const window: KeptWindow = { conversation_id: query.conversation_id, tokenizer: query.tokenizer, turns };
  memoryOf(ctx).set(key, window, performance.now() + seconds * 1_000);
  if (isKept || lengthOf(window) > MAX_IN_REDIS) return;
  try {
    await ctx.redis.set(key, JSON.stringify(window), 'EX', seconds);
  } catch (error) {
    ctx.log.debug({ error }, 'window not kept in Redis');
  }
};
