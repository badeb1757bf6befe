import { CustomMetadata } from '@message-service/shared/messages';
import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getMessage } from './get-message.ts';
import { messages } from './messages.ts';
import { patchMetadata } from './patch-metadata.ts';
import { openWorld, type World } from './world.test-kit.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.close());

const patch = async (message_id: string, custom_metadata: CustomMetadata) =>
  (await patchMetadata(w.ctx, w.me, { message_id, custom_metadata })).custom_metadata;

test('given keys replace, null removes, others stay', async () => {
  const id = await w.accept();
  expect(await patch(id, { intent: 'question', topics: ['a', 'b'], mine: { a: 1, b: { c: 2 } } })).toEqual({
    intent: 'question',
    topics: ['a', 'b'],
    mine: { a: 1, b: { c: 2 } },
  });
  expect(await patch(id, { topics: ['c'], mine: { b: 1 }, intent: null, gone: null })).toEqual({
    topics: ['c'],
    mine: { b: 1 },
  });
  expect(await patch(id, {})).toEqual({ topics: ['c'], mine: { b: 1 } });
  expect((await getMessage(w.ctx, w.me, id)).custom_metadata).toEqual({ topics: ['c'], mine: { b: 1 } });
});

test('only the owner changes it, replies included', async () => {
  const id = await w.completed();
  for (const other of [makeIdentity(), makeIdentity('moderator'), makeIdentity('admin')]) {
    await expect(
      patchMetadata(w.ctx, other, { message_id: id, custom_metadata: { bookmarked: true } }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  const reply = (await w.read(id)).replies[0]?._id ?? '';
  expect(await patch(reply, { bookmarked: true })).toEqual({ bookmarked: true });
  await messages(w.ctx).updateOne({ _id: id }, { $set: { status: 'deleted' } });
  await expect(patch(id, { bookmarked: true })).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('twenty patches at once are all kept', async () => {
  const id = await w.accept();
  await Promise.all(Array.from({ length: 20 }, (_, i) => patch(id, { [`key${i}`]: i })));
  expect(Object.keys((await w.read(id)).doc?.custom_metadata ?? {})).toHaveLength(20);
});

test('many small patches do not add up to more than 16 KiB, counted in bytes', async () => {
  const id = await w.accept();
  const piece = 'é'.repeat(3_500);
  await patch(id, { a: piece });
  await patch(id, { b: piece });
  const before = (await w.read(id)).doc;
  await expect(patch(id, { c: piece })).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    details: { errors: [{ path: 'custom_metadata' }] },
  });
  expect((await w.read(id)).doc).toEqual(before);
  expect(Object.keys((await patch(id, { a: null, c: piece })) ?? {})).toEqual(['b', 'c']);
});

test.each([
  { intent: 'chat' },
  { sentiment: 'POSITIVE' },
  { confidence: 1.1 },
  { confidence: '0.5' },
  { topics: 'one' },
  { topics: Array.from({ length: 51 }, () => 'x') },
  { urgency: 1 },
  { complexity_score: -0.1 },
  { user_satisfaction: 2 },
  { follow_up_required: 'no' },
  { tagged_by_user: [1] },
  { bookmarked: 1 },
  { shared: {} },
  { $set: { status: 'deleted' } },
  { 'content.text': 'changed' },
  { deep: [{ $where: '1' }] },
  { deep: { 'a.b': 1 } },
  { 'a\u0000': 1 },
  { '': 1 },
  { big: '💥'.repeat(4_096) },
])('%j is refused', (value) => {
  expect(CustomMetadata.safeParse(value).success).toBe(false);
});

test('every known key may be null, and unknown keys hold any JSON', () => {
  const known = {
    ...{ intent: null, sentiment: null, confidence: null, topics: null, urgency: null, complexity_score: null },
    ...{ user_satisfaction: null, follow_up_required: null, tagged_by_user: null, bookmarked: null, shared: null },
  };
  expect(CustomMetadata.parse(known)).toEqual(known);
  const free = { a: [1, null, { b: [true] }], '0': 'zero' };
  expect(CustomMetadata.parse(free)).toEqual(free);
});
