import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimMessage } from './claim-message.ts';
import { messages } from './messages.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

test.each([
  ['user', ['low', 'normal']],
  ['moderator', ['low', 'normal']],
  ['auditor', ['low', 'normal']],
  ['service', PRIORITIES],
  ['admin', PRIORITIES],
] as const)('a %s may ask for %s', async (role, allowed) => {
  const me = makeIdentity(role);
  const { conversation_id } = await makeConversation(t.ctx, me);
  for (const priority of PRIORITIES) {
    const asked = makeMessage(t.ctx, me, conversation_id, priority, { priority });
    if (allowed.some((name) => name === priority)) await expect(asked).resolves.toMatchObject({ warnings: [] });
    else await expect(asked).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
  expect(await messages(t.ctx).countDocuments({ conversation_id })).toBe(allowed.length);
});

test.each([
  ['low', 'low', 4],
  ['normal', 'normal', 3],
  [undefined, 'normal', 3],
  ['urgent', 'urgent', 1],
] as const)('%s is %s in the row of the job, and %i in the queue', async (priority, inRow, rank) => {
  const me = makeIdentity('service');
  const { conversation_id } = await makeConversation(t.ctx, me);
  const { message_id } = await makeMessage(t.ctx, me, conversation_id, 'text', { priority });
  const jobs = await t.ctx.queues.get('message-processing').getJobs(['prioritized']);
  expect(jobs.find(({ data }) => data.message_id === message_id)?.opts.priority).toBe(rank);
  await claimMessage(t.ctx, message_id, 'w');
  expect(await processingQueue(t.ctx).findOne({ _id: jobIdOf(message_id) })).toMatchObject({ priority: inRow });
});

test('the same key with another priority is another message; without one it is normal', async () => {
  const me = makeIdentity('service');
  const { conversation_id } = await makeConversation(t.ctx, me);
  const client_metadata = { client_msg_id: 'k' };
  const send = (priority?: 'normal' | 'high') =>
    makeMessage(t.ctx, me, conversation_id, 'text', { client_metadata, priority });
  const { message_id } = await send();
  expect(await send('normal')).toMatchObject({ message_id });
  await expect(send('high')).rejects.toMatchObject({ code: 'CONFLICT' });
});
