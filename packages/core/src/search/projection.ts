import { type Changes, defineProjection, type MessageEventDoc, type ProjectionChange } from '../events/index.ts';
import type { MessageDoc } from '../messages/index.ts';
import { tokensOf } from './analyse-text.ts';
import { INDEX_VERSION, messageSearchIndex, type SearchDoc } from './message-search-index.ts';

type Row = ProjectionChange & { set: Record<string, unknown>; unset: string[] };

const flagsOf = ({ safety_metadata }: Pick<MessageDoc, 'safety_metadata'>): string[] => [
  ...new Set([...(safety_metadata?.detected_issues ?? []), ...(safety_metadata?.moderation_flags ?? [])]),
];

const filled = <T>(list: readonly T[] | undefined | null) => (list && list.length > 0 ? [...list] : undefined);

const entries = (fields: Partial<SearchDoc>) =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined));

/** What a new message is found by. */
const indexed = (doc: MessageDoc): Record<string, unknown> => {
  const { tokens, words } = tokensOf(doc.content.text, doc.content.detected_language);
  return entries({
    message_id: doc.message_id,
    conversation_id: doc.conversation_id,
    user_id: doc.user_id,
    character_id: doc.character_id,
    tokens,
    word_count: words,
    role: doc.role,
    status: doc.status,
    message_type: doc.message_type,
    language: doc.content.detected_language,
    topics: filled(doc.custom_metadata?.topics as string[] | undefined),
    flags: filled(flagsOf(doc)),
    model: doc.llm_metadata?.model,
    provider: doc.llm_metadata?.provider,
    cost: doc.token_usage?.total_cost,
    redacted: doc.redacted_text === undefined ? undefined : true,
    created_at: doc.timestamps.created_at,
    index_version: INDEX_VERSION,
  });
};

/** The row of a message that stands in no log: made-up ones, for evaluation and benchmarks. */
export const toSearchDoc = (doc: MessageDoc): SearchDoc =>
  ({ _id: doc._id, ...indexed(doc), batch: 0 }) as Record<string, unknown> & SearchDoc;

type Reader = (value: unknown) => Record<string, unknown> | 'unset';
const listOr = (name: string) => (value: unknown) => {
  const list = filled(Array.isArray(value) ? value : undefined);
  return list ? { [name]: list } : 'unset';
};

/** Paths of a message that change what it is found by; `unset` of the path takes the field away. */
const PATHS: Record<string, { field: string; read: Reader }> = {
  status: { field: 'status', read: (status) => ({ status }) },
  redacted_text: { field: 'redacted', read: () => ({ redacted: true }) },
  'custom_metadata.topics': { field: 'topics', read: listOr('topics') },
  custom_metadata: { field: 'topics', read: (value) => listOr('topics')(Object(value).topics) },
  'token_usage.total_cost': { field: 'cost', read: (cost) => ({ cost }) },
  token_usage: { field: 'cost', read: (value) => ({ cost: Object(value).total_cost }) },
  safety_metadata: {
    field: 'flags',
    read: (value) => listOr('flags')(flagsOf({ safety_metadata: Object(value) })),
  },
};

const change = (row: Row, { set = [], unset = [] }: Changes) => {
  const take = (field: string) => {
    delete row.set[field];
    row.unset.push(field);
  };
  for (const { path, value } of set) {
    const known = PATHS[path];
    const read = known?.read(value);
    if (known && read === 'unset') take(known.field);
    else if (read !== 'unset') {
      Object.assign(row.set, read);
      row.unset = row.unset.filter((field) => field !== known?.field);
    }
  }
  for (const path of unset) if (PATHS[path]) take(PATHS[path].field);
};

/** `message_search_index`, from what happened to messages. */
export const searchProjection = defineProjection({
  name: 'search',
  collection: messageSearchIndex.definition,
  project(events: readonly MessageEventDoc[]) {
    const rows = new Map<string, Row>();
    for (const { stream_id, document, changes } of events) {
      const row = rows.get(stream_id) ?? { _id: stream_id, set: {}, unset: [] };
      if (document) Object.assign(row.set, indexed(document as MessageDoc));
      if (changes) change(row, changes);
      if (Object.keys(row.set).length + row.unset.length > 0) rows.set(stream_id, row);
    }
    return [...rows.values()];
  },
});
