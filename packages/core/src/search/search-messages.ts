import { canReadAll, type Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import {
  parseSearchQuery,
  type SearchAdvancedInput,
  type SearchHit,
  type SearchMessagesInput,
  type SearchPage,
  type SearchQuery,
} from '@message-service/shared/search';
import type { Filter } from 'mongodb';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { messages, visibleContent } from '../messages/index.ts';
import { isOutOfTime } from '../mongo/index.ts';
import { correctWords } from './correct-words.ts';
import { excerptOf } from './excerpt.ts';
import { matchText } from './match-text.ts';
import { messageSearchIndex, type SearchDoc } from './message-search-index.ts';
import { scoreOf } from './score.ts';
import { type Corrections, toFilter } from './to-filter.ts';

/** Of these, the newest that hold, the most relevant are chosen. */
const CANDIDATES = 500;
const COUNTED = 1_000;
const DEADLINE_MS = 2_000;

type Ctx = Pick<CoreContext, 'db' | 'now' | 'settings'>;
type Found = { doc: SearchDoc; hit: Omit<SearchHit, 'score'>; score: number };

const NONE: Corrections = new Map();

/** What a hit and its score need of a message. */
const SHOWN = Object.fromEntries(
  [
    ...['conversation_id', 'user_id', 'character_id', 'message_id', 'sequence_number', 'role', 'status'],
    ...['content.text', 'content.detected_language', 'redacted_text', 'timestamps.created_at', 'llm_metadata.model'],
    ...['processing_status', 'message_type', 'quality_metadata'],
  ].map((path) => [path, 1]),
);

/** The messages behind the candidates, as the reader sees them; those that do not hold after all fall away. */
const readHits = async (
  ctx: Ctx,
  identity: Identity,
  { terms }: SearchQuery,
  corrections: Corrections,
  candidates: readonly SearchDoc[],
): Promise<Found[]> => {
  const ids = candidates.map(({ _id }) => _id);
  const stored = await messages(ctx)
    .find({ _id: { $in: ids } }, { projection: SHOWN })
    .toArray();
  const docs = new Map(stored.map((doc) => [doc._id, doc]));
  const all = canReadAll(identity);
  return candidates.flatMap((candidate) => {
    const doc = docs.get(candidate._id);
    if (!doc || !(all || doc.user_id === identity.user_id)) return [];
    const { text } = all ? doc.content : visibleContent(doc);
    const match = matchText(text, terms, corrections);
    if (!match.holds) return [];
    const { message_id, conversation_id, user_id, character_id, role, status, sequence_number } = doc;
    const model = doc.llm_metadata?.model;
    const hit = {
      ...{ message_id, conversation_id, user_id, character_id, role, status, sequence_number },
      created_at: doc.timestamps.created_at,
      ...(model === undefined ? {} : { model }),
      ...excerptOf(text, match.matches),
    };
    return [{ doc: candidate, hit, score: scoreOf(match, doc, ctx.now()) }];
  });
};

const guarded = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!isOutOfTime(error)) throw error;
    throw new DomainError('UNAVAILABLE', 'The search took too long. Narrow it down, for example by time.', {
      retryAfterSeconds: 5,
    });
  }
};

const newest = (ctx: Ctx, filter: Filter<SearchDoc>, limit: number) =>
  guarded(
    messageSearchIndex(ctx)
      .find(filter, { projection: { tokens: 0 }, maxTimeMS: DEADLINE_MS })
      .sort({ created_at: -1, _id: -1 })
      .limit(limit)
      .toArray(),
  );

const count = async (ctx: Ctx, filter: Filter<SearchDoc>) => {
  const options = { limit: COUNTED + 1, maxTimeMS: DEADLINE_MS };
  const counted = await guarded(messageSearchIndex(ctx).countDocuments(filter, options));
  return { total: Math.min(counted, COUNTED), total_is_exact: counted <= COUNTED };
};

type Ask = { query: SearchQuery; limit: number; sort: 'relevance' | 'date'; cursor: string | undefined };
type Page = Pick<SearchPage, 'items' | 'next_cursor'>;

const DATE_CURSOR = /^d(\d+)\.(msg_\w+)$/;
const RELEVANCE_CURSOR = /^r(\d+)\.(\d+)$/;

const hitOf = ({ hit, score }: Found): SearchHit => ({ ...hit, score: Math.round(score * 1e4) / 1e4 });

const pageByDate = async (ctx: Ctx, identity: Identity, ask: Ask, filter: Filter<SearchDoc>, fixed: Corrections) => {
  let after = ask.cursor === undefined ? undefined : decodeCursor(ask.cursor, DATE_CURSOR);
  const found: Found[] = [];
  for (;;) {
    const [ms, id] = after ?? [];
    const at = new Date(Number(ms));
    const older = id ? [{ $or: [{ created_at: { $lt: at } }, { created_at: at, _id: { $lt: id } }] }] : [];
    const docs = await newest(ctx, { $and: [filter, ...older] }, ask.limit + 1);
    found.push(...(await readHits(ctx, identity, ask.query, fixed, docs)));
    const last = docs.at(-1);
    if (found.length > ask.limit || docs.length <= ask.limit || !last) break;
    after = [String(last.created_at.getTime()), last._id];
  }
  const items = found.slice(0, ask.limit);
  const last = items.at(-1)?.doc;
  const next_cursor =
    found.length > ask.limit && last ? encodeCursor(`d${last.created_at.getTime()}.${last._id}`) : null;
  return { items: items.map(hitOf), next_cursor };
};

const pageByRelevance = async (
  ctx: Ctx,
  identity: Identity,
  ask: Ask,
  filter: Filter<SearchDoc>,
  fixed: Corrections,
) => {
  const [ms, from] = ask.cursor === undefined ? [] : decodeCursor(ask.cursor, RELEVANCE_CURSOR).map(Number);
  const asOf = ms ?? ctx.now().getTime();
  const start = from ?? 0;
  // what comes while somebody turns the pages must not move them
  const docs = await newest(ctx, { $and: [filter, { created_at: { $lte: new Date(asOf) } }] }, CANDIDATES);
  const found = await readHits(ctx, identity, ask.query, fixed, docs);
  found.sort((a, b) => b.score - a.score || b.hit.created_at.getTime() - a.hit.created_at.getTime());
  const end = start + ask.limit;
  const next_cursor = found.length > end ? encodeCursor(`r${asOf}.${end}`) : null;
  return { items: found.slice(start, end).map(hitOf), next_cursor };
};

const search = async (ctx: Ctx, identity: Identity, ask: Ask): Promise<SearchPage> => {
  const pageOf = ask.sort === 'date' ? pageByDate : pageByRelevance;
  const attempt = async (fixed: Corrections): Promise<SearchPage> => {
    const filter = toFilter(identity, ask.query, fixed);
    const [page, counted] = await Promise.all([
      pageOf(ctx, identity, ask, filter, fixed) as Promise<Page>,
      count(ctx, filter),
    ]);
    // without a next page there are just those seen: phrases and redactions make the index's count too high
    const exact =
      ask.cursor === undefined && page.next_cursor === null
        ? { total: page.items.length, total_is_exact: true }
        : counted;
    const corrections = [...fixed].map(([before, after]) => ({ from: before, to: after }));
    return { ...page, ...exact, corrections };
  };
  const asWritten = await attempt(NONE);
  if (asWritten.items.length > 0 || ask.cursor !== undefined) return asWritten;
  const fixed = await correctWords(ctx, identity, ask.query);
  return fixed.size === 0 ? asWritten : attempt(fixed);
};

const audited = async (ctx: Ctx, identity: Identity, ask: Ask): Promise<SearchPage> => {
  const page = await search(ctx, identity, ask);
  if (canReadAll(identity)) {
    const id = ask.query.filters.user_id ?? ask.query.filters.conversation_id ?? '*';
    await recordAudit(ctx, { actor: identity, action: 'search.messages', target: { type: 'search', id } });
  }
  return page;
};

/**
 * Messages by a query as people type it; see `parseSearchQuery`. Users find their own, operators everybody's, audited.
 * Where nothing is found for a word, near ones are looked for.
 * @throws DomainError VALIDATION_FAILED with the places that are not understood, UNAVAILABLE when it takes too long
 */
export const searchMessages = async (ctx: Ctx, identity: Identity, input: SearchMessagesInput): Promise<SearchPage> => {
  const { query, faults } = parseSearchQuery(input.q);
  if (faults.length > 0) {
    throw new DomainError('VALIDATION_FAILED', 'The query cannot be understood.', {
      errors: faults.map(({ start, end, message }) => ({
        path: `q[${start}:${end}]`,
        message: `${input.q.slice(start, end)}: ${message}`,
      })),
    });
  }
  return audited(ctx, identity, { ...input, query, cursor: input.cursor });
};

/** The same by a query as programs write it. @throws DomainError VALIDATION_FAILED for a cursor, UNAVAILABLE */
export const searchAdvanced = (ctx: Ctx, identity: Identity, input: SearchAdvancedInput): Promise<SearchPage> =>
  audited(ctx, identity, { ...input, cursor: input.cursor });
