import { createContext, type OpenContext } from '@message-service/core/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { conversations } from '../../conversations/index.ts';
import { llmCalls } from '../../llm/index.ts';
import { CoreSettings } from '../../settings.ts';
import { changeMessage } from '../change-message.ts';
import { conversationSummaries, findSummary } from '../conversation-summaries.ts';
import { getMessageContext } from '../get-message-context.ts';
import { openWorld, type World } from '../world.test-kit.ts';
import { summariseConversation } from './summarise.ts';

let w: World;
let other: OpenContext;
const moderator = makeIdentity('moderator');
const CANARY = 'CANARY-of-another-conversation';

beforeAll(async () => {
  w = await openWorld({ CONTEXT_COMPRESSION: 'true' });
  other = await createContext(CoreSettings.parse(w.environment), w.ctx.log, 'test');
});
afterEach(() => w.llm.reset());
afterAll(async () => {
  await other.close();
  await w.close();
});

const begin = (settings: object = {}) =>
  makeConversation(w.ctx, w.me, { settings: { context_window_size: 4, ...settings } });

/** Sends the texts one after the other, each answered; gives the ids. */
const talk = async (conversationId: string, ...texts: string[]) => {
  const ids: string[] = [];
  for (const text of texts) {
    const { message_id } = await makeMessage(w.ctx, w.me, conversationId, text);
    for (let outcome = await w.process(message_id); outcome.kind === 'later'; outcome = await w.process(message_id));
    ids.push(message_id);
  }
  return ids;
};

const given = () => w.llm.requests().map(({ body }) => JSON.stringify(body));
const summaryCalls = (conversation_id: string) =>
  llmCalls(w.ctx).find({ conversation_id, purpose: 'summary' }).sort({ started_at: 1 }).toArray();
const contextOf = (message_id: string) => getMessageContext(w.ctx, moderator, { message_id });
const read = async (conversationId: string) => {
  const doc = await conversations(w.ctx).findOne({ _id: conversationId });
  if (!doc) throw new Error('not stored');
  return doc;
};

test('older messages are summarised ahead, in steps of half a window, from the summary before and what came since', async () => {
  const { conversation_id } = await begin();
  const foreign = await begin();
  await talk(foreign.conversation_id, CANARY);
  w.llm.reset();
  await talk(conversation_id, 'one', 'two [[sim:text="REPLY-TWO"]]');
  expect(await findSummary(w.ctx, conversation_id)).toMatchObject({ from: 1, to: 2, messages: 2 });
  const first = (await findSummary(w.ctx, conversation_id))?.text ?? 'none';
  const [third = ''] = await talk(conversation_id, 'three');
  expect(given().at(-2)).toContain(`[Summary of the earlier conversation] ${first}`);
  const again = given().at(-1) ?? '';
  expect(again).toContain(`Summary so far: ${first}`);
  for (const text of ['User: two', 'Character: REPLY-TWO', 'User: three']) expect(again).toContain(text);
  expect(again).not.toContain('User: one');
  expect(await findSummary(w.ctx, conversation_id)).toMatchObject({ from: 1, to: 5, messages: 5 });
  await talk(conversation_id, 'four');
  expect(await summaryCalls(conversation_id)).toHaveLength(2);
  await talk(conversation_id, 'five');
  expect(
    (await summaryCalls(conversation_id)).map(({ outcome, message_id, attempt }) => [outcome, message_id, attempt]),
  ).toEqual([1, 2, 3].map(() => ['ok', null, 1]));
  expect(given().join('')).not.toContain(CANARY);
  const { metadata, entries, unchanged } = await contextOf(third);
  expect(entries.map(({ kind, outcome, sequence_number }) => [kind, outcome, sequence_number])).toEqual([
    ['prompt', 'sent', null],
    ['summary', 'sent', null],
    ...[2, 3, 4, 5].map((number) => ['message', 'sent', number]),
    ['message', 'summarised', 1],
  ]);
  expect(entries[1]).toMatchObject({ role: 'user', summary: { from: 1, to: 2, messages: 2 }, text: null });
  expect(unchanged).toBe(null);
  expect(entries.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0)).toBe(metadata.context_tokens);
  const preview = await contextOf((await makeMessage(w.ctx, w.me, conversation_id, 'six')).message_id);
  expect(preview).toMatchObject({ source: 'preview', unchanged: true });
  expect(preview.entries[1]?.text).toContain((await findSummary(w.ctx, conversation_id))?.text);
});

test('of two that would summarise the same one does', async () => {
  const { conversation_id } = await begin({ context_compression: false });
  await talk(conversation_id, 'one', 'two', 'three');
  expect(await summaryCalls(conversation_id)).toEqual([]);
  const doc = await read(conversation_id);
  const signal = new AbortController().signal;
  const outcomes = await Promise.all(
    [w.ctx, other, w.ctx, other].map((ctx) => summariseConversation(ctx, doc, 4, signal)),
  );
  expect(outcomes.toSorted()).toEqual(['held', 'held', 'held', 'made']);
  expect(await summariseConversation(other, doc, 4, signal)).toBe('not_needed');
  expect(await summaryCalls(conversation_id)).toHaveLength(1);
});

test('one that fails costs the message nothing: it is answered without, and no other is tried for a minute', async () => {
  const { conversation_id } = await begin();
  const ids = await talk(conversation_id, 'one [[sim:error=500 times=1]]', 'two', 'three');
  for (const id of ids) expect((await w.read(id)).doc?.processing_status).toBe('completed');
  expect((await summaryCalls(conversation_id)).map(({ outcome }) => outcome)).toEqual(['server_error']);
  const { entries, metadata } = await contextOf(ids[2] ?? '');
  expect(entries.map(({ kind, outcome }) => [kind, outcome])).toContainEqual(['message', 'outside_window']);
  expect(entries.map(({ kind }) => kind)).not.toContain('summary');
  expect(metadata.context_compression_ratio).toBeUndefined();
  const doc = await read(conversation_id);
  const late = { ...w.ctx, now: () => new Date(Date.now() + 61_000) };
  const later = { ...w.ctx, now: () => new Date(Date.now() + 122_000) };
  const { signal } = new AbortController();
  expect(await summariseConversation(w.ctx, doc, 5, signal)).toBe('held');
  expect(await summariseConversation(late, doc, 5, signal)).toBe('failed');
  expect(await summariseConversation(later, doc, 5, signal)).toBe('made');
});

test('what is redacted, archived or brought back drops the summary that it is in, and one that is being made', async () => {
  const { conversation_id } = await begin();
  const [secret = '', , last = ''] = await talk(conversation_id, 'SECRET', 'two', 'three');
  expect(await findSummary(w.ctx, conversation_id)).toMatchObject({ to: 5 });
  await changeMessage(w.ctx, secret, { event: 'message.metadata_changed', set: { custom_metadata: { a: 1 } } });
  expect(await findSummary(w.ctx, conversation_id)).not.toBe(null);
  await changeMessage(other, secret, {
    event: 'message.redacted',
    set: { redacted_text: '[removed]', moderation_version: 1 },
  });
  expect(await findSummary(w.ctx, conversation_id)).toBe(null);

  const doc = await read(conversation_id);
  const signal = new AbortController().signal;
  expect(await summariseConversation(w.ctx, doc, 4, signal)).toBe('made');
  expect(given().at(-1)).not.toContain('SECRET');
  await changeMessage(w.ctx, last, { event: 'message.archived', set: { status: 'archived' } });
  expect(await findSummary(w.ctx, conversation_id)).toMatchObject({ to: 4 });

  await changeMessage(w.ctx, secret, { event: 'message.decision_undone', unset: ['redacted_text'] });
  expect(await findSummary(w.ctx, conversation_id)).toBe(null);
  w.llm.configure({ latency: 'const:400' });
  const making = summariseConversation(w.ctx, doc, 4, signal);
  const isHeld = async () => (await conversationSummaries(w.ctx).findOne({ _id: conversation_id }))?.lease;
  while (!(await isHeld())) await new Promise((resolve) => setTimeout(resolve, 5));
  await changeMessage(other, secret, { event: 'message.archived', set: { status: 'archived' } });
  expect(await making).toBe('outdated');
  expect(await findSummary(w.ctx, conversation_id)).toBe(null);
  w.llm.configure({ latency: 'const:1' });
});

test('with the summary the context keeps to its limits, and a message that is tried again is not told what came after it', async () => {
  const { conversation_id } = await begin({ system_prompt: 'p'.repeat(400) });
  const ids = await talk(
    conversation_id,
    ...['one', 'two', 'three', 'four'].map((text) => `${text} ${'x'.repeat(300)}`),
  );
  const small = { ...w.ctx, settings: { ...w.ctx.settings, MAX_CONTEXT_TOKENS: 300 } };
  const { message_id } = await makeMessage(w.ctx, w.me, conversation_id, `five ${'x'.repeat(300)}`);
  const tight = await getMessageContext(small, moderator, { message_id });
  expect(tight.entries.map(({ kind }) => kind).slice(0, 2)).toEqual(['prompt', 'summary']);
  expect(tight.metadata.context_tokens).toBeLessThanOrEqual(300);
  expect(tight.metadata.effective_context_length).toBeGreaterThan(tight.metadata.context_tokens);
  expect(tight.metadata.context_compression_ratio).toBeLessThan(1);
  await changeMessage(w.ctx, ids[2] ?? '', { event: 'message.metadata_changed', unset: ['reply_message_id'] });
  const old = await contextOf(ids[2] ?? '');
  expect(old.source).toBe('preview');
  expect(old.entries.map(({ kind }) => kind)).not.toContain('summary');
});
