import { TokenUsageInput } from '@message-service/shared/analytics';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLog } from '../audit/index.ts';
import { readTokenUsage } from './index.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const entries = (user_id: string) => auditLog(t.ctx).find({ 'actor.user_id': user_id }).sort({ sequence: 1 }).toArray();
const user_id = 'user_000000001';
const conversation_id = 'conv_000000001';

const SINGLE = [
  [{ group_by: 'user' }, { type: 'user', id: 'all' }],
  [{ group_by: 'conversation' }, { type: 'conversation', id: 'all' }],
  [{ user_id }, { type: 'user', id: user_id }],
  [
    { conversation_id, group_by: 'model' },
    { type: 'conversation', id: conversation_id },
  ],
] as const;

test('figures of single users and conversations are for those who may read all, and audited', async () => {
  const [service, auditor] = [makeIdentity('service'), makeIdentity('auditor')];
  for (const [given] of SINGLE) {
    const input = TokenUsageInput.parse(given);
    await expect(readTokenUsage(t.ctx, service, input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await readTokenUsage(t.ctx, auditor, input)).toMatchObject({ items: [], groups: 0 });
  }
  expect(await entries(service.user_id)).toEqual([]);
  const left = await entries(auditor.user_id);
  expect(left.map(({ action, target }) => [action, target])).toEqual(
    SINGLE.map(([, target]) => ['analytics.tokenUsage', target]),
  );
});

test('those of the whole service are for all operators, and say nothing of anybody', async () => {
  const service = makeIdentity('service');
  for (const group_by of ['day', 'model', 'provider'])
    expect(await readTokenUsage(t.ctx, service, TokenUsageInput.parse({ group_by }))).toMatchObject({ group_by });
  expect(await entries(service.user_id)).toEqual([]);
});
