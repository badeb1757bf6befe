import { type MessageEventDoc, messageEvents } from '@message-service/core/events';
import { messages, processingQueue } from '@message-service/core/messages';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../context.ts';
import { makeConversation, makeIdentity, makeMessage } from '../factories.ts';
import { type Attempt, createLedger, type Ledger } from '../load/ledger.ts';
import { checkInvariants, readFrozen } from './index.ts';

let t: TestContext;
let ledger: Ledger;
let attempt: Attempt;
const me = makeIdentity();

beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

/** Has the events of each message be those that make it what it is now: one. */
const logAsIs = async () => {
  for (const { outbox, outbox_since, events_published, ...document } of await messages(t.ctx).find().toArray())
    await messages(t.ctx).updateOne(
      { _id: document._id },
      { $set: { outbox: [{ type: 'message.accepted', at: new Date(), actor: null, document }] } },
    );
};

/** A conversation with one message that was acknowledged and answered. */
beforeEach(async () => {
  await messages(t.ctx).deleteMany({});
  await messageEvents(t.ctx).deleteMany({});
  const { conversation_id } = await makeConversation(t.ctx, me);
  const client_metadata = { client_msg_id: 'k' };
  const sent = await makeMessage(t.ctx, me, conversation_id, 'question', { client_metadata });
  const doc = await messages(t.ctx).findOne({ _id: sent.message_id });
  if (!doc) throw new Error('not stored');
  const { client_metadata: _, ...rest } = doc;
  const reply = { ...rest, _id: 'msg_reply00001', message_id: 'msg_reply00001', role: 'assistant' as const };
  const relationships = { reply_to_message_id: doc._id };
  await messages(t.ctx).insertOne({ ...reply, relationships, sequence_number: 2, processing_status: 'completed' });
  await messages(t.ctx).updateOne(
    { _id: doc._id },
    { $set: { processing_status: 'completed', reply_message_id: reply._id } },
  );
  await logAsIs();
  ledger = createLedger();
  attempt = {
    at: new Date(),
    user_id: me.user_id,
    conversation_id,
    client_msg_id: 'k',
    text: 'question',
    status: 202,
    retry_after: null,
    message_id: sent.message_id,
    sequence_number: sent.sequence_number,
    ms: 1,
  };
  ledger.add(attempt);
});

const change = (set: Record<string, unknown>, id = attempt.message_id) =>
  messages(t.ctx).updateOne({ _id: id }, { $set: set });

test('what is as it should be has no violations', async () => {
  const report = await checkInvariants(ledger, t.ctx, {
    calls: new Map([['question', 0]]),
    before: await readFrozen(t.ctx),
  });
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ acknowledged: 1, completed: 1, lost: 0, duplicate_replies: 0 });
});

const later = new Date(Date.now() + 60_000);
test.each<[string, string, () => Promise<unknown> | unknown]>([
  ['I1', 'an acknowledged message is missing', () => messages(t.ctx).deleteOne({ _id: attempt.message_id })],
  ['I1', 'another text was acknowledged', () => ledger.add({ ...attempt, text: 'other' })],
  ['I1', 'one key was acknowledged as two', () => ledger.add({ ...attempt, message_id: 'msg_other00001' })],
  ['I2', 'a message has no end', () => change({ processing_status: 'processing' })],
  ['I3', 'a failed message has a reply', () => change({ processing_status: 'failed' })],
  ['I3', 'a completed message has none', () => messages(t.ctx).deleteOne({ _id: 'msg_reply00001' })],
  ['I3', 'the message names another reply', () => change({ reply_message_id: 'msg_other00001' })],
  ['I4', 'time runs against the numbers', () => change({ 'timestamps.created_at': later })],
  ['I5', 'the hash is that of another text', () => change({ 'content.text': 'changed' }, 'msg_reply00001')],
  ['I6', 'an answer was 500', () => ledger.add({ ...attempt, status: 500 })],
  ['I6', 'a 503 had no Retry-After', () => ledger.add({ ...attempt, status: 503 })],
])('%s: %s', async (invariant, _, break_) => {
  await break_();
  const { violations } = await checkInvariants(ledger, t.ctx);
  expect(violations.some((violation) => violation.startsWith(`${invariant} `))).toBe(true);
});

test('I5: what was frozen has changed or vanished; I8: a call that no job knows of', async () => {
  const before = await readFrozen(t.ctx);
  await change({ user_id: makeIdentity().user_id });
  await messages(t.ctx).deleteOne({ _id: 'msg_reply00001' });
  await processingQueue(t.ctx).deleteMany({});
  const { violations } = await checkInvariants(ledger, t.ctx, { before, calls: new Map([['question', 4]]) });
  expect(violations.filter((violation) => violation.startsWith('I5'))).toHaveLength(2);
  expect(violations.filter((violation) => violation.startsWith('I8'))).toHaveLength(2);
});

test('LOG: a change that has no event, a version left out, events of a message that is not there', async () => {
  const id = attempt.message_id ?? '';
  const logViolations = async () =>
    (await checkInvariants(ledger, t.ctx)).violations.filter((violation) => violation.startsWith('LOG'));
  const doc = await messages(t.ctx).findOne({ _id: id });
  const [accepted] = doc?.outbox ?? [];
  if (!doc || !accepted) throw new Error('not stored');
  const { conversation_id, user_id, character_id, role } = doc;
  const base = { conversation_id, user_id, character_id, role, batch: 1, at: new Date(), actor: null };
  const event = (stream_id: string, version: number): MessageEventDoc => ({
    ...base,
    ...(version === 1 ? accepted : { type: 'message.completed', changes: {} }),
    _id: `${stream_id}.${version}`,
    stream_id,
    version,
  });
  // logged, and not yet acknowledged: the same event twice is one
  await messageEvents(t.ctx).insertOne(event(id, 1));
  expect(await logViolations()).toEqual([]);

  await messageEvents(t.ctx).insertMany([event(id, 3), event('msg_other00001', 1)]);
  expect(await logViolations()).toEqual([
    'LOG msg_other00001 has events and is not stored',
    `LOG ${id} has versions 1, 3`,
  ]);
  await messageEvents(t.ctx).deleteMany({ version: 3 });
  await messageEvents(t.ctx).deleteMany({ stream_id: 'msg_other00001' });
  await change({ reply_message_id: undefined, 'timestamps.queued_at': later });
  expect(await logViolations()).toEqual([
    `LOG ${id} is stored otherwise than its 1 events make it: timestamps.queued_at`,
  ]);
});
