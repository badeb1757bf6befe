import type { PreviewTextInput } from '@message-service/shared/safety';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { previewText } from './preview-text.ts';
import { tryPolicy } from './try-policy.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const TEXT = 'Escríbeme a juan@gmail.com o llama al 612345678';
const preview = (changes: Partial<PreviewTextInput>) => previewText(t.ctx, { text: TEXT, ...changes });

test('a text as it would become, per entity masked, left or blocked', async () => {
  expect(await preview({})).toMatchObject({
    ...{ becomes: 'Escríbeme a [email] o llama al [phone]', decision: 'allowed', policy: 'settings' },
    findings: [{ filter: 'personal_info', spans: [{ start: 12, end: 26, category: 'email' }, { category: 'phone' }] }],
  });
  expect(await preview({ pii: { email: 'allow' } })).toMatchObject({
    becomes: 'Escríbeme a juan@gmail.com o llama al [phone]',
    decision: 'allowed',
  });
  expect(await preview({ pii: { phone: 'block' } })).toMatchObject({
    ...{ becomes: 'Escríbeme a [email] o llama al [phone]', decision: 'blocked', safety_score: 0 },
  });
  const off = { personal_info: { enabled: false, version: 1 } };
  expect(await preview({ filters: off })).toMatchObject({ becomes: TEXT, findings: [] });
});

test('by a policy that is named; what cannot be is refused; nothing is kept', async () => {
  await tryPolicy(t.ctx, makeIdentity('admin'), { name: 'no-mail', pii: { email: 'block' }, replay: 0 });
  expect(await preview({ policy_name: 'no-mail' })).toMatchObject({ decision: 'blocked', policy: 'no-mail' });
  expect(await preview({ policy_name: 'no-mail', pii: { email: 'allow' } })).toMatchObject({ decision: 'allowed' });
  await expect(preview({ policy_name: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(preview({ block_threshold: 0.9 })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  expect(await t.ctx.db.collection('messages').countDocuments()).toBe(0);
});
