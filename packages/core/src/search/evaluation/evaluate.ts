import type { Identity } from '@message-service/shared/auth';
import { newId } from '@message-service/shared/ids';
import type { CoreContext } from '../../context.ts';
import { describeContent, type MessageDoc, messages } from '../../messages/index.ts';
import { defaultPolicy, judgeText } from '../../safety/index.ts';
import { messageSearchIndex } from '../message-search-index.ts';
import { toSearchDoc } from '../projection.ts';
import { searchMessages } from '../search-messages.ts';
import { englishTexts } from './english.ts';
import { judgedQueries } from './judged.ts';
import { type Measures, measure } from './measures.ts';
import { otherTexts } from './other.ts';
import type { JudgedQuery, SetText } from './read-set.ts';
import { spanishTexts } from './spanish.ts';

/** The messages that are searched: what is looked for among what only seems to be it. */
export const relevanceTexts: readonly SetText[] = [...englishTexts, ...spanishTexts, ...otherTexts];

export { judgedQueries };

export type JudgedResult = JudgedQuery & Measures & { found: string[] };

export type SearchEvaluation = {
  messages: number;
  queries: number;
  overall: Measures;
  /** By kind of query: words, typing errors, phrases, … */
  kinds: (Measures & { kind: string; queries: number })[];
  results: JudgedResult[];
};

const DAY_MS = 86_400_000;
const OWNER: Identity = { user_id: 'user_relevance0001', roles: ['user'] };
const CONVERSATION = 'conv_relevance0001';
const DEPTH = 10;

/** As accepting the message would tell it. */
const languageOf = (text: string): string | undefined => {
  const judging = judgeText(text, defaultPolicy(), 'evaluation');
  let step = judging.next();
  while (!step.done) step = judging.next();
  return step.value.detected_language;
};

const toMessage = ({ role, topic, age, quality, text }: SetText, sequence_number: number, now: Date): MessageDoc => {
  const at = new Date(now.getTime() - age * DAY_MS);
  const _id = newId('msg', at.getTime());
  const detected_language = languageOf(text);
  return {
    _id,
    message_id: _id,
    conversation_id: CONVERSATION,
    partition_key: CONVERSATION,
    user_id: OWNER.user_id,
    character_id: 'char_luna00001',
    content: { ...describeContent(text), ...(detected_language ? { detected_language } : {}) },
    role,
    message_type: 'standard',
    status: 'active',
    processing_status: 'completed',
    sequence_number,
    processing_epoch: 0,
    timestamps: { created_at: at, received_at: at, last_modified_at: at },
    ...(topic ? { custom_metadata: { topics: [topic] } } : {}),
    ...(quality === undefined ? {} : { quality_metadata: { helpfulness_score: quality } }),
    version: 1,
    data_classification: 'standard',
    retention_policy: 'standard',
  };
};

const mean = (results: readonly Measures[]): Measures => {
  const of = (name: keyof Measures) =>
    results.reduce((sum, result) => sum + result[name], 0) / Math.max(1, results.length);
  return { ndcg: of('ndcg'), recall: of('recall'), success: of('success') };
};

/** Stores the set in a database that holds nothing else, asks every query of it as a user would, and scores the answers. */
export const evaluateSearch = async (ctx: CoreContext): Promise<SearchEvaluation> => {
  const now = ctx.now();
  const docs = relevanceTexts.map((text, index) => toMessage(text, index + 1, now));
  const keys = new Map(docs.map(({ _id }, index) => [_id, relevanceTexts[index]?.key ?? '']));
  await messages(ctx).insertMany(docs);
  await messageSearchIndex(ctx).insertMany(docs.map(toSearchDoc));
  const results: JudgedResult[] = [];
  for (const query of judgedQueries) {
    const { items } = await searchMessages(ctx, OWNER, { q: query.q, limit: DEPTH, sort: 'relevance' });
    const found = items.map(({ message_id }) => keys.get(message_id) ?? '');
    results.push({ ...query, found, ...measure(found, query.grades) });
  }
  const kinds = [...new Set(results.map(({ kind }) => kind))].map((kind) => {
    const some = results.filter((result) => result.kind === kind);
    return { kind, queries: some.length, ...mean(some) };
  });
  return { messages: docs.length, queries: results.length, overall: mean(results), kinds, results };
};
