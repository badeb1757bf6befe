import type { ProgressEvent } from '@message-service/shared/messages';
import { withheldReply } from '@message-service/shared/safety';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversations } from '../conversations/index.ts';
import { defaultPolicy, safetyPolicies } from '../safety/index.ts';
import { buildContext } from './build-context.ts';
import { getMessage } from './get-message.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { listMessages } from './list-messages.ts';
import { messages } from './messages.ts';
import { findPendingCases, markCaseOpened } from './pending-cases.ts';
import { releaseBlockedMessage } from './release-blocked-message.ts';
import { retryMessage } from './retry-message.ts';
import { type Treatment, treatMessage } from './treat-message.ts';
import { watchMessage } from './watch-message.ts';
import { openWorld, type World } from './world.test-kit.ts';

const THREAT = 'Te voy a matar, ya lo verás.';
const moderator = makeIdentity('moderator');

let world: World;
beforeAll(async () => {
  world = await openWorld({ MAX_CONCURRENT_MESSAGES_PER_USER: '3' });
});
afterAll(() => world.close());

const refusalOf = async (sent: Promise<unknown>): Promise<{ code: string; extra: { message_id: string } }> => {
  const error: unknown = await sent.then(
    () => null,
    (reason: unknown) => reason,
  );
  const { code, details } = Object(error);
  return { code, extra: details?.extra };
};

const slotsOf = async (conversation_id: string) =>
  (await conversations(world.ctx).findOne({ _id: conversation_id }))?.message_count;

/** Makes a policy with or without the filter of toxicity the active one. */
const usePolicy = async (name: string, enabled: boolean) => {
  const policy = defaultPolicy();
  const { version } = policy.filters.toxicity;
  const filters = { ...policy.filters, toxicity: { enabled, version } };
  const now = new Date();
  const rest = { created_by: moderator.user_id, created_at: now, activated_at: now, judged: 0, changed: 0 };
  await safetyPolicies(world.ctx).insertOne({
    _id: name,
    name,
    policy: { ...policy, filters },
    status: 'active',
    ...rest,
  });
  world.ctx.safety.reload();
};

const eventsOf = async (id: string): Promise<ProgressEvent[]> => {
  const events: ProgressEvent[] = [];
  const stream = await watchMessage(world.ctx, world.me, id, null, new AbortController().signal);
  for await (const { event } of stream) events.push(event);
  return events;
};

test('a blocked message is stored and kept back: the same answer each time, no slot of a reply, no place, no job', async () => {
  const { ctx, me } = world;
  const { conversation_id } = await makeConversation(ctx, me);
  const rest = { client_metadata: { client_msg_id: 'k' } };
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => refusalOf(makeMessage(ctx, me, conversation_id, THREAT, rest))),
  );
  answers.push(await refusalOf(makeMessage(ctx, me, conversation_id, THREAT, rest)));
  const [
    {
      extra: { message_id },
    } = { extra: { message_id: '' } },
  ] = answers;
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ code: 'CONTENT_BLOCKED', extra: { message_id } })]),
  );
  expect(await messages(ctx).countDocuments({ conversation_id })).toBe(1);
  const { doc, job } = await world.read(message_id);
  expect(doc).toMatchObject({
    status: 'flagged',
    processing_status: 'cancelled',
    content: { text: THREAT, detected_language: 'es' },
    safety_metadata: {
      decision: 'blocked',
      content_filtered: true,
      manual_review_required: true,
      approved_by_moderator: null,
      detected_issues: ['threat'],
      moderation_flags: ['violence'],
      filter_version: 'settings',
    },
  });
  expect(job).toBeNull();
  expect(await slotsOf(conversation_id)).toBe(1);
  for (let i = 0; i < 4; i++) {
    expect((await refusalOf(makeMessage(ctx, me, conversation_id, `${THREAT} ${i}`))).code).toBe('CONTENT_BLOCKED');
  }
  expect((await makeMessage(ctx, me, conversation_id, 'hola')).processing_status).toBe('queued');
  const seen = await getMessage(ctx, me, message_id);
  expect(seen.content.text).toBe(THREAT);
  expect(seen).not.toHaveProperty('safety_metadata');
  expect(seen).not.toHaveProperty('case_pending_since');
});

test('it waits for a case until it is marked to have one', async () => {
  const { ctx, me } = world;
  const { conversation_id } = await makeConversation(ctx, me);
  const { extra } = await refusalOf(makeMessage(ctx, me, conversation_id, THREAT));
  const pending = () => findPendingCases(ctx, { before: new Date(Date.now() + 60_000), limit: 1_000 });
  expect(await pending()).toContain(extra.message_id);
  await markCaseOpened(ctx, extra.message_id);
  await markCaseOpened(ctx, extra.message_id);
  expect(await pending()).not.toContain(extra.message_id);
});

test('approved by one of two moderators, it goes on its way and is answered; its key then answers 202', async () => {
  const { ctx, me } = world;
  const { conversation_id } = await makeConversation(ctx, me);
  const rest = { client_metadata: { client_msg_id: 'k' } };
  const { extra } = await refusalOf(makeMessage(ctx, me, conversation_id, THREAT, rest));
  const id = extra.message_id;
  const outcomes = await Promise.allSettled([1, 2].map(() => releaseBlockedMessage(ctx, moderator, id)));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await slotsOf(conversation_id)).toBe(2);
  expect(await makeMessage(ctx, me, conversation_id, THREAT, rest)).toMatchObject({ message_id: id });
  expect(await world.process(id)).toEqual({ kind: 'completed' });
  const { doc, replies } = await world.read(id);
  expect(doc).toMatchObject({ status: 'active', processing_status: 'completed' });
  expect(doc?.safety_metadata?.approved_by_moderator).toBe(moderator.user_id);
  expect(doc).not.toHaveProperty('case_pending_since');
  expect(replies).toHaveLength(1);
  await expect(releaseBlockedMessage(ctx, moderator, id)).rejects.toMatchObject({ code: 'CONFLICT' });
});

const approval = (kind: 'approve' | 'none', version: number): Treatment => ({ kind, version, moderator });

test('approved, taken up, withdrawn and approved again, it is answered; withdrawn after it failed, nobody can retry it', async () => {
  const { ctx, me } = world;
  const { conversation_id } = await makeConversation(ctx, me);
  const blocked = async (text: string) =>
    (await refusalOf(makeMessage(ctx, me, conversation_id, text))).extra.message_id;
  const stopping = AbortSignal.abort();
  const id = await blocked(THREAT);
  await treatMessage(ctx, id, approval('approve', 1));
  expect(await world.process(id, 'w1', stopping)).toMatchObject({ kind: 'later' });
  await treatMessage(ctx, id, approval('none', 2));
  expect((await world.read(id)).job?.status).toBe('cancelled');
  await treatMessage(ctx, id, approval('approve', 3));
  expect(await world.process(id)).toEqual({ kind: 'completed' });
  expect((await world.read(id)).replies).toHaveLength(1);

  const failing = await blocked(`${THREAT} [[sim:error=400]]`);
  await treatMessage(ctx, failing, approval('approve', 1));
  expect(await world.process(failing)).toEqual({ kind: 'failed' });
  const letters = async () =>
    (await listDeadLetters(ctx, moderator, { limit: 100 })).items.map(({ message_id }) => message_id);
  expect(await letters()).toContain(failing);
  await treatMessage(ctx, failing, approval('none', 2));
  expect(await letters()).not.toContain(failing);
  await expect(retryMessage(ctx, makeIdentity('admin'), { message_id: failing })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'The content is blocked.',
  });
});

test('what asks for a moderator is answered meanwhile; masked data does not reach the model', async () => {
  const { ctx, me } = world;
  const { conversation_id } = await makeConversation(ctx, me);
  const sent = await makeMessage(ctx, me, conversation_id, 'Eres un imbécil. Mi correo es ana@example.com');
  const { doc } = await world.read(sent.message_id);
  expect(doc).toMatchObject({
    status: 'active',
    content: { sanitized_text: 'Eres un imbécil. Mi correo es [email]' },
    safety_metadata: { decision: 'review', manual_review_required: true, detected_issues: ['email', 'insult'] },
  });
  expect(doc?.case_pending_since).toBeInstanceOf(Date);
  const conversation = await conversations(ctx).findOne({ _id: conversation_id });
  if (!doc || !conversation) throw new Error('not stored');
  const context = await buildContext(ctx, conversation, doc);
  expect(context.messages.at(-1)?.content).toBe('Eres un imbécil. Mi correo es [email]');
  await world.process(sent.message_id);
});

test('a harmful reply is stored flagged, none of it reaches its reader, who sees a placeholder everywhere', async () => {
  const { ctx, me } = world;
  const { conversation_id } = await makeConversation(ctx, me);
  const harm = 'I will find you. I will kill you slowly tonight.';
  // the directive to the simulator holds the harm: it is sent while nothing is filtered
  await usePolicy('lenient', false);
  const { message_id } = await makeMessage(ctx, me, conversation_id, `[[sim:text="${harm}"]]`);
  await usePolicy('strict', true);
  const live = eventsOf(message_id);
  await world.process(message_id);
  const { replies } = await world.read(message_id);
  const [reply] = replies;
  if (!reply) throw new Error('no reply');
  expect(reply).toMatchObject({ status: 'flagged', content: { text: harm }, safety_metadata: { decision: 'blocked' } });
  const placeholder = withheldReply('en');
  const read = await getMessage(ctx, me, reply.message_id);
  expect(read.content.text).toBe(placeholder);
  expect(read.content.character_count).toBe(placeholder.length);
  expect((await getMessage(ctx, moderator, reply.message_id)).content.text).toBe(harm);
  const page = await listMessages(ctx, me, { conversation_id, limit: 10, direction: 'asc' });
  expect(page.items.map(({ content }) => content.text)).toContain(placeholder);
  for (const events of [await live, await eventsOf(message_id)]) {
    expect(events.at(-1)).toEqual({ type: 'completed', reply_message_id: reply.message_id, withheld: true });
    expect(JSON.stringify(events)).not.toContain('kill');
  }
  await releaseBlockedMessage(ctx, moderator, reply.message_id);
  expect((await getMessage(ctx, me, reply.message_id)).content.text).toBe(harm);
});
