import { TokenUsageInput } from '@message-service/shared/analytics';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getTokenUsage } from '../analytics/index.ts';
import { conversations } from '../conversations/index.ts';
import { foldEvents, keepLogOnce, messageEvents, rebuildProjection } from '../events/index.ts';
import { getEmbeddedCharacter } from '../external/index.ts';
import { messages, watchMessage } from '../messages/index.ts';
import { allProjections, outboxSource } from '../projections.ts';
import { users } from '../users/index.ts';
import { playScript } from './play-script.ts';
import { scripts } from './scripts/index.ts';
import { type SeededData, seedDemoData } from './seed-demo-data.ts';

let t: TestContext;
let seeded: SeededData;
beforeAll(async () => {
  t = await createTestContext();
  seeded = await seedDemoData(t.ctx);
});
afterAll(() => t.close());

test('an empty database gets people, conversations and messages', async () => {
  expect(seeded).toMatchObject({ users: 5, conversations: 12 });
  expect(await conversations(t.ctx).countDocuments()).toBe(12);
  expect(await messages(t.ctx).countDocuments()).toBe(seeded.messages);
  expect(await users(t.ctx).findOne({ _id: 'user_demo00001' })).toMatchObject({ display_name: 'Marina Ortega' });
});

test('a second run, and two at once, change nothing', async () => {
  const before = await messages(t.ctx).find().sort({ _id: 1 }).toArray();
  expect(await Promise.all([seedDemoData(t.ctx), seedDemoData(t.ctx)])).toEqual(
    Array(2).fill({ users: 0, conversations: 0, messages: 0 }),
  );
  expect(await messages(t.ctx).find().sort({ _id: 1 }).toArray()).toEqual(before);
});

test('a run that was cut short is made good by the next', async () => {
  await conversations(t.ctx).deleteMany({});
  await messages(t.ctx).deleteMany({ sequence_number: { $gt: 3 } });
  expect(await seedDemoData(t.ctx)).toEqual({ ...seeded, users: 0 });
  expect(await messages(t.ctx).countDocuments()).toBe(seeded.messages);
});

test('every active conversation can go on, and every failed message be tried again, with what is configured here', async () => {
  const active = await conversations(t.ctx).find({ status: 'active' }).toArray();
  for (const { settings } of active) expect(t.ctx.llm.get(settings.provider).configured).toBe(true);
  const failed = await messages(t.ctx).find({ processing_status: 'failed' }).toArray();
  expect(failed.length).toBeGreaterThan(0);
  for (const doc of failed) expect(doc.llm_settings).toBeUndefined();
});

test('a replayed message ends with its reply', async () => {
  const asked = await messages(t.ctx).findOne({ conversation_id: 'conv_demo00000004', sequence_number: 1 });
  const identity = { user_id: 'user_demo00002', roles: ['user' as const] };
  const events = [];
  const watch = await watchMessage(t.ctx, identity, asked?.message_id ?? '', null, new AbortController().signal);
  for await (const { event } of watch) events.push(event);
  expect(events.at(-1)).toEqual({ type: 'completed', reply_message_id: 'msg_demo040002' });
});

test('conversations are of every size, in both languages, with both characters, of the last five weeks', async () => {
  const now = new Date('2026-05-20T18:00:00Z');
  const played = scripts.map((script) => playScript(script, getEmbeddedCharacter(script.character_id), now));
  const sizes = played.map(({ messages: docs }) => docs.length);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(8);
  expect(Math.max(...sizes)).toBeGreaterThan(50);
  expect(new Set(played.map(({ conversation }) => conversation.character_id)).size).toBe(2);
  expect(new Set(played.map(({ conversation }) => conversation.user_id)).size).toBe(7);
  const docs = played.flatMap((one) => one.messages);
  const count = (test: (doc: (typeof docs)[number]) => boolean) => docs.filter(test).length;
  expect(count((doc) => doc.processing_status === 'failed')).toBe(3);
  expect(count((doc) => doc.status === 'flagged' && doc.processing_status === 'cancelled')).toBe(2);
  expect(count((doc) => doc.status === 'archived' && doc.purge_at !== undefined)).toBe(8);
  expect(count((doc) => now.getTime() - doc.timestamps.created_at.getTime() < 86_400_000)).toBeGreaterThan(20);
});

test('what the record promises holds: numbers, replies, times', async () => {
  const now = new Date('2026-05-20T18:00:00Z');
  for (const script of scripts) {
    const { conversation, messages: docs } = playScript(script, getEmbeddedCharacter(script.character_id), now);
    expect(docs.map((doc) => doc.sequence_number)).toEqual(docs.map((_, i) => i + 1));
    const times = docs.map((doc) => doc.timestamps.created_at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(now.getTime());
    expect(conversation.last_sequence).toBe(docs.length);
    for (const doc of docs) {
      const replies = docs.filter((other) => other.relationships?.reply_to_message_id === doc.message_id);
      const answered = doc.role === 'user' && doc.processing_status === 'completed';
      expect(replies.map((reply) => reply.message_id)).toEqual(answered ? [doc.reply_message_id] : []);
    }
    expect(playScript(script, getEmbeddedCharacter(script.character_id), now).messages).toEqual(docs);
  }
});

test('the demonstration has a history: made again from its events, every figure is the same', async () => {
  const work = { source: outboxSource, projections: allProjections };
  for (let more = true; more; ) more = (await keepLogOnce(t.ctx, work, 'k1')) === 'more';
  const docs = await messages(t.ctx).find().toArray();
  expect(docs.filter(({ outbox }) => outbox)).toEqual([]);
  for (const { events_published, ...doc } of docs) {
    const events = await messageEvents(t.ctx).find({ stream_id: doc._id }).sort({ version: 1 }).toArray();
    expect(events).toHaveLength(events_published ?? 0);
    expect(foldEvents(events)).toEqual(doc);
  }
  const { totals } = await getTokenUsage(t.ctx, TokenUsageInput.parse({ from: '2000-01-01', to: '2001-01-01' }));
  expect(totals.messages).toBe(0);
  const all = await getTokenUsage(t.ctx, TokenUsageInput.parse({ from: new Date(Date.now() - 60 * 86_400_000) }));
  expect(all.totals.messages).toBe(docs.filter(({ role }) => role === 'assistant').length);
  for (const projection of allProjections)
    expect(await rebuildProjection(t.ctx, projection, { check: true })).toMatchObject({ different: 0 });
});
