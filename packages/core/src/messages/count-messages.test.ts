import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDeadLetters, countUnfinished } from './count-messages.ts';
import { messages } from './messages.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

test('unfinished messages are counted by progress, failed ones apart', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  for (const [index, processing_status] of (['queued', 'completed', 'failed', 'completed'] as const).entries()) {
    const { message_id } = await makeMessage(t.ctx, me, conversation_id, `m ${index}`);
    await messages(t.ctx).updateOne({ _id: message_id }, { $set: { processing_status } });
  }
  expect(await countUnfinished(t.ctx)).toEqual({ queued: 1, processing: 0 });
  expect(await countDeadLetters(t.ctx)).toBe(1);
});
