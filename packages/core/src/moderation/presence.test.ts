import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeCase, makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { claimCase } from './claim-case.ts';
import { getCase } from './get-case.ts';
import { endPresence, readPresence } from './presence.ts';

const ana = makeIdentity('moderator');
const author = makeIdentity();

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const opened = async () => {
  const { conversation_id } = await makeConversation(t.ctx, author);
  return makeCase(t.ctx, (await makeMessage(t.ctx, author, conversation_id, 'a message')).message_id);
};
const seen = async () => (await readPresence(t.ctx)).map(({ user_id, case_id }) => [user_id, case_id]);

test('others learn which case somebody looks at, not which is read ahead; a hold says so too; who leaves is gone', async () => {
  const [one, other] = [await opened(), await opened()];
  await getCase(t.ctx, ana, { case_id: one.case_id });
  await vi.waitFor(async () => expect(await seen()).toEqual([[ana.user_id, one.case_id]]));
  await getCase(t.ctx, ana, { case_id: other.case_id, ahead: true });
  expect(await seen()).toEqual([[ana.user_id, one.case_id]]);
  await claimCase(t.ctx, ana, { case_id: other.case_id });
  await vi.waitFor(async () => expect(await seen()).toEqual([[ana.user_id, other.case_id]]));
  endPresence(t.ctx, ana.user_id);
  await vi.waitFor(async () => expect(await seen()).toEqual([]));
});
