import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeMessage } from './change-message.ts';
import { getMessageContext } from './get-message-context.ts';
import { openWorld, type World } from './world.test-kit.ts';

let world: World;
const moderator = makeIdentity('moderator');

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const write = async () => {
  const { ctx, me } = world;
  const { conversation_id } = await makeConversation(ctx, me, { settings: { context_window_size: 2 } });
  const ids: string[] = [];
  for (const text of ['one', 'two', 'three', 'four'])
    ids.push((await makeMessage(ctx, me, conversation_id, text)).message_id);
  return ids;
};

const outcomes = (entries: { sequence_number: number | null; outcome: string }[]) =>
  entries.map(({ sequence_number, outcome }) => [sequence_number, outcome]);

test('it tells what was sent, in its order, and why the rest was not; what is redacted since shows as it reads now', async () => {
  const { ctx } = world;
  const [, second = '', third = '', last = ''] = await write();
  await changeMessage(ctx, second, { event: 'message.archived', set: { status: 'archived' } });
  const preview = await getMessageContext(ctx, moderator, { message_id: last });
  expect(preview).toMatchObject({ source: 'preview', reply_message_id: null, unchanged: true });
  await world.process(last);
  const context = await getMessageContext(ctx, moderator, { message_id: last });
  expect(context).toMatchObject({ source: 'sent', unchanged: true, metadata: { messages_in_context: 2 } });
  expect(outcomes(context.entries)).toEqual([
    [null, 'sent'],
    [3, 'sent'],
    [4, 'sent'],
    [2, 'archived'],
    [1, 'outside_window'],
  ]);
  expect(context.entries.map(({ text }) => text)).toEqual([
    expect.stringContaining('You'),
    'three',
    'four',
    null,
    null,
  ]);
  const sum = context.entries.reduce((tokens, entry) => tokens + (entry.tokens ?? 0), 0);
  expect(sum).toBe(context.metadata.context_tokens);
  const set = { redacted_text: '[removed]', moderation_version: 1 };
  await changeMessage(ctx, third, { event: 'message.redacted', set });
  const after = await getMessageContext(ctx, moderator, { message_id: context.reply_message_id ?? '' });
  expect(after).toMatchObject({ message_id: last, unchanged: false });
  expect(JSON.stringify(after)).not.toContain('three');
  expect(await world.audited(last)).toEqual([
    ['messages.context', moderator.user_id, undefined],
    ['messages.context', moderator.user_id, undefined],
  ]);
});

test('nobody else sees it, as if it were not there; a reply from before this was kept has no entries', async () => {
  const { ctx } = world;
  const id = await world.completed();
  const stranger = getMessageContext(ctx, makeIdentity(), { message_id: id });
  await expect(stranger).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { replies } = await world.read(id);
  const unset = ['context_metadata.details'];
  await changeMessage(ctx, replies[0]?._id ?? '', { event: 'message.metadata_changed', unset });
  expect(await getMessageContext(ctx, moderator, { message_id: id })).toMatchObject({ entries: [], unchanged: null });
});
