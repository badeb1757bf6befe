import { createHash } from 'node:crypto';
import { messageEvents } from '@message-service/core/events';
import { type MessageDoc, messages, type ProcessingJob, processingQueue } from '@message-service/core/messages';
import type { MongoConnection } from '@message-service/core/mongo';
import { isTerminal } from '@message-service/shared/messages';
import type { Attempt, Ledger } from '../load/ledger.ts';
import { checkLog } from './check-log.ts';

type Database = Pick<MongoConnection, 'db'>;
export type Frozen = Map<string, string>;
export type Report = {
  /** What is wrong, with ids; empty when every invariant holds. */
  violations: string[];
  counts: {
    attempts: number;
    acknowledged: number;
    unanswered: number;
    unavailable: number;
    messages: number;
    completed: number;
    failed: number;
    lost: number;
    duplicate_replies: number;
    provider_calls: number;
    /** Calls beyond the first of a message: crashes cost them, they cannot be avoided, only bounded. */
    duplicate_provider_calls: number;
  };
};

const MAX_CALLS = 3;

const freeze = (doc: MessageDoc) =>
  JSON.stringify([doc.content.text, doc.role, doc.user_id, doc.sequence_number, doc.timestamps.created_at]);

/** What may never change again, to be given to `checkInvariants` later. */
export const readFrozen = async (database: Database): Promise<Frozen> =>
  new Map((await messages(database).find().toArray()).map((doc) => [doc._id, freeze(doc)]));

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

const keyOf = (item: { conversation_id: string; user_id: string; client_msg_id?: string }) =>
  `${item.conversation_id}/${item.user_id}/${item.client_msg_id}`;

/** I1: each acknowledged id is exactly one message, with the text that was sent; a key has at most one message. */
function* checkAcknowledged(attempts: readonly Attempt[], stored: Map<string, MessageDoc>) {
  for (const { status, message_id = '', text, user_id, sequence_number } of attempts) {
    if (status !== 202) continue;
    const doc = stored.get(message_id);
    if (!doc) yield `I1 ${message_id} was acknowledged and is not stored`;
    else if (doc.content.text !== text || doc.user_id !== user_id || doc.sequence_number !== sequence_number)
      yield `I1 ${message_id} is stored otherwise than acknowledged`;
  }
  for (const [key, group] of groupBy(attempts, keyOf)) {
    const ids = new Set(group.flatMap(({ message_id }) => message_id ?? []));
    if (ids.size > 1) yield `I1 ${key} was acknowledged as ${[...ids].join(', ')}`;
  }
  const sent = [...stored.values()].filter((doc) => doc.client_metadata?.client_msg_id !== undefined);
  for (const [key, docs] of groupBy(sent, (doc) => keyOf({ ...doc, ...doc.client_metadata })))
    if (docs.length > 1) yield `I1 ${key} is stored ${docs.length} times: ${docs.map((doc) => doc._id).join(', ')}`;
}

/** I2 and I3: every message ends, with exactly one reply when completed and none otherwise. */
function* checkEnds(asked: readonly MessageDoc[], repliesTo: Map<string, MessageDoc[]>) {
  for (const doc of asked) {
    const replies = repliesTo.get(doc._id) ?? [];
    const reply = `${replies.length} replies`;
    if (!isTerminal(doc.processing_status)) yield `I2 ${doc._id} is still ${doc.processing_status}`;
    if (replies.length > 1) yield `I3 ${doc._id} has ${reply}`;
    if ((doc.processing_status === 'completed') !== (replies.length === 1))
      yield `I3 ${doc._id} is ${doc.processing_status} with ${reply}`;
    if (replies[0] && replies[0]._id !== doc.reply_message_id) yield `I3 ${doc._id} names another reply`;
  }
}

/** I4: numbers are unique in a conversation and grow with time. */
function* checkNumbers(stored: Map<string, MessageDoc>) {
  for (const [id, docs] of groupBy([...stored.values()], (doc) => doc.conversation_id)) {
    const sorted = docs.sort((a, b) => a.sequence_number - b.sequence_number);
    for (const [i, doc] of sorted.entries()) {
      const before = sorted[i - 1];
      if (before?.sequence_number === doc.sequence_number) yield `I4 ${id} has number ${doc.sequence_number} twice`;
      if (before && before.timestamps.created_at > doc.timestamps.created_at)
        yield `I4 ${id}: ${doc._id} is older than the message before it`;
    }
  }
}

/** I5: what is frozen is as it was, and the hash still fits the text. */
function* checkFrozen(stored: Map<string, MessageDoc>, before: Frozen) {
  for (const [id, frozen] of before) {
    const doc = stored.get(id);
    if (!doc) yield `I5 ${id} has vanished`;
    else if (freeze(doc) !== frozen) yield `I5 ${id} has changed: ${frozen} → ${freeze(doc)}`;
  }
  for (const doc of stored.values()) {
    const hash = `sha256:${createHash('sha256').update(doc.content.text).digest('hex')}`;
    if (doc.content.content_hash !== hash) yield `I5 ${doc._id} has the hash of another text`;
  }
}

/** I6: clients saw only 2xx, 4xx, or 503 with Retry-After. */
function* checkAnswers(attempts: readonly Attempt[]) {
  for (const { status, retry_after, client_msg_id, conversation_id } of attempts) {
    const fine = status === 'no-answer' || status < 500 || (status === 503 && retry_after !== null);
    if (!fine) yield `I6 ${conversation_id}/${client_msg_id} was answered ${status} (Retry-After ${retry_after})`;
  }
}

/** I8: every provider call is accounted for in the message's job, and there are at most three. */
function* checkCalls(asked: readonly MessageDoc[], jobs: Map<string, ProcessingJob>, calls: Map<string, number>) {
  for (const doc of asked) {
    const made = calls.get(doc.content.text) ?? 0;
    const known = jobs.get(doc._id)?.execution.provider_calls ?? 0;
    if (made > known) yield `I8 ${doc._id} made ${made} provider calls, its job knows of ${known}`;
    if (made > MAX_CALLS) yield `I8 ${doc._id} made ${made} provider calls`;
  }
}

type CheckOptions = {
  /** The provider's calls by text. */
  calls?: Map<string, number>;
  /** What was frozen earlier. */
  before?: Frozen;
  /** Looks at the ledger's conversations only, instead of at all that is stored. */
  ledgerOnly?: boolean;
};

/** Holds a run against the truth rule. Says what is wrong with the ids; the counts are for reports. */
export const checkInvariants = async (
  ledger: Ledger,
  database: Database,
  { calls = new Map(), before = new Map(), ledgerOnly = false }: CheckOptions = {},
): Promise<Report> => {
  const conversations = [...new Set(ledger.attempts.map((attempt) => attempt.conversation_id))];
  const filter = ledgerOnly ? { conversation_id: { $in: conversations } } : {};
  // in order of what does not change: a row that is written to meanwhile is given once, wherever it moves
  const docs = await messages(database).find(filter).sort({ _id: 1 }).toArray();
  const jobs = await processingQueue(database).find(filter).sort({ _id: 1 }).toArray();
  // after the messages: what moves into the log meanwhile is then seen twice, not missed
  const events = await messageEvents(database).find(filter).sort({ stream_id: 1, version: 1 }).toArray();
  const stored = new Map(docs.map((doc) => [doc._id, doc]));
  const asked = docs.filter((doc) => doc.role === 'user');
  const repliesTo = groupBy(
    docs.filter((doc) => doc.role === 'assistant'),
    (doc) => doc.relationships?.reply_to_message_id ?? 'none',
  );
  const violations = [
    ...checkAcknowledged(ledger.attempts, stored),
    ...checkEnds(asked, repliesTo),
    ...checkNumbers(stored),
    ...checkFrozen(stored, before),
    ...checkAnswers(ledger.attempts),
    ...checkLog(stored, events),
    ...checkCalls(asked, new Map(jobs.map((job) => [job.message_id, job])), calls),
  ];
  const acknowledged = new Set(ledger.accepted().map((attempt) => attempt.message_id ?? ''));
  const withStatus = (status: string) => asked.filter((doc) => doc.processing_status === status).length;
  const answered = (status: Attempt['status']) => ledger.attempts.filter((attempt) => attempt.status === status).length;
  const made = [...calls.values()];
  return {
    violations,
    counts: {
      attempts: ledger.attempts.length,
      acknowledged: acknowledged.size,
      unanswered: answered('no-answer'),
      unavailable: answered(503),
      messages: asked.length,
      completed: withStatus('completed'),
      failed: withStatus('failed'),
      lost: [...acknowledged].filter((id) => !stored.has(id)).length,
      duplicate_replies: [...repliesTo.values()].reduce((sum, replies) => sum + replies.length - 1, 0),
      provider_calls: made.reduce((sum, count) => sum + count, 0),
      duplicate_provider_calls: made.reduce((sum, count) => sum + count - 1, 0),
    },
  };
};
