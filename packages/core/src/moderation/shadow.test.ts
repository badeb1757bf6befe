import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLog } from '../audit/index.ts';
import { messages } from '../messages/index.ts';
import { dropPolicy, listPolicies, promotePolicy, tryPolicy } from '../safety/index.ts';
import { listDifferences } from './list-differences.ts';
import { runShadowPolicy } from './run-shadow-policy.ts';

const admin = makeIdentity('admin');
const author = makeIdentity();

let t: TestContext;
let clock = 0;
const ctx = () => ({ ...t.ctx, now: () => new Date(Date.now() + clock) });
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const say = async (text: string): Promise<string> => {
  const { conversation_id } = await makeConversation(t.ctx, author);
  const answer: unknown = await makeMessage(t.ctx, author, conversation_id, text).catch((error: unknown) => error);
  const { message_id, details } = Object(answer);
  return message_id ?? details.extra.message_id;
};
const differences = async (policy_name: string) =>
  (await listDifferences(t.ctx, admin, { policy_name, limit: 100 })).items.map(({ message_id, kind, after }) => [
    message_id,
    kind,
    after.decision,
  ]);
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => Object(error).code,
  );

test('a policy is tried over the last messages and on new ones without effect, its differences listed, then promoted', async () => {
  const insult = await say('Eres un imbécil');
  await say('Buenos días, ¿qué tal?');
  await tryPolicy(t.ctx, admin, { name: 'strict', block_threshold: 0.7, replay: 10, note: 'block insults' });
  const later = await say('Eres un idiota, de verdad');
  const harmless = await say('Nos vemos mañana');
  expect((await messages(t.ctx).findOne({ _id: later }))?.status).toBe('active');
  clock = 10_000;
  while ((await runShadowPolicy(ctx())) > 0);
  clock = 0;
  expect(await differences('strict')).toEqual([
    [later, 'stricter', 'blocked'],
    [insult, 'stricter', 'blocked'],
  ]);
  expect(JSON.stringify(await differences('strict'))).not.toContain(harmless);
  const page = await listDifferences(t.ctx, admin, { policy_name: 'strict', limit: 1 });
  expect(page.items).toMatchObject([{ excerpt: 'Eres un idiota, de verdad', filters: [] }]);
  expect(page.counts).toEqual({ stricter: 2, looser: 0, other: 0 });
  const second = await listDifferences(t.ctx, admin, {
    policy_name: 'strict',
    kind: 'stricter',
    limit: 1,
    cursor: page.next_cursor ?? '',
  });
  expect(second.items.map(({ excerpt }) => excerpt)).toEqual(['Eres un imbécil']);
  expect(second.next_cursor).toBeNull();
  const [inForce, tried] = (await listPolicies(t.ctx, admin)).items;
  expect(inForce).toMatchObject({ name: 'settings', status: 'active' });
  expect(tried).toMatchObject({ name: 'strict', status: 'shadow', judged: 4, changed: 2 });
  expect(tried?.replay).toEqual({ wanted: 10, done: 2, finished: true });

  await promotePolicy(t.ctx, admin, { policy_name: 'strict', reason: 'as wanted' });
  expect((await messages(t.ctx).findOne({ _id: await say('Eres un idiota más') }))?.status).toBe('flagged');
  expect(await codeOf(promotePolicy(t.ctx, admin, { policy_name: 'strict' }))).toBe('CONFLICT');
  const entry = await auditLog(t.ctx).findOne({ action: 'safety.promotePolicy' });
  expect(entry).toMatchObject({
    actor: { user_id: admin.user_id },
    before: { active: 'settings' },
    after: { active: 'strict' },
    details: { judged: 4, changed: 2, reason: 'as wanted' },
  });
});

test('differences say which filters say something else, and are found by filter and kind', async () => {
  await tryPolicy(t.ctx, admin, { name: 'kind', filters: { toxicity: { enabled: false, version: 2 } }, replay: 50 });
  clock = 10_000;
  while ((await runShadowPolicy(ctx())) > 0);
  clock = 0;
  const list = (more: object) => listDifferences(t.ctx, admin, { policy_name: 'kind', limit: 100, ...more });
  const all = await list({});
  expect(all.items.map(({ kind, filters, excerpt }) => [kind, filters, excerpt])).toEqual([
    ['looser', ['toxicity'], 'Eres un idiota más'],
    ['looser', ['toxicity'], 'Eres un idiota, de verdad'],
    ['looser', ['toxicity'], 'Eres un imbécil'],
  ]);
  expect(all.counts).toEqual({ stricter: 0, looser: 3, other: 0 });
  expect((await list({ filter: 'toxicity' })).items).toEqual(all.items);
  expect((await list({ filter: 'spam' })).items).toEqual([]);
  expect((await list({ kind: 'stricter' })).items).toEqual([]);
  await dropPolicy(t.ctx, admin, { policy_name: 'kind' });
  expect((await listPolicies(t.ctx, admin)).versions).toMatchObject({ toxicity: [1, 2], profanity: [1, 2, 3] });
});

test('one is tried at a time; an older one comes back into force; what cannot be is refused', async () => {
  await tryPolicy(t.ctx, admin, { name: 'lenient', filters: { toxicity: { enabled: false, version: 2 } }, replay: 5 });
  await tryPolicy(t.ctx, admin, { name: 'old', filters: { profanity: { enabled: true, version: 2 } }, replay: 0 });
  expect(await codeOf(dropPolicy(t.ctx, admin, { policy_name: 'lenient' }))).toBe('CONFLICT');
  await promotePolicy(t.ctx, admin, { policy_name: 'lenient' });
  expect((await messages(t.ctx).findOne({ _id: await say('Eres un idiota siempre') }))?.status).toBe('active');
  await promotePolicy(t.ctx, admin, { policy_name: 'strict' });
  const policies = (await listPolicies(t.ctx, admin)).items.map(({ name, status }) => [name, status]);
  expect(policies).toEqual([
    ['strict', 'active'],
    ['old', 'shadow'],
    ['lenient', 'retired'],
    ['kind', 'retired'],
  ]);
  await dropPolicy(t.ctx, admin, { policy_name: 'old' });
  expect(await runShadowPolicy(t.ctx)).toBe(0);
  const wrong = { name: 'wrong', replay: 0 };
  const version = { toxicity: { enabled: true, version: 99 } };
  expect(await codeOf(tryPolicy(t.ctx, admin, { ...wrong, filters: version }))).toBe('VALIDATION_FAILED');
  expect(await codeOf(tryPolicy(t.ctx, admin, { ...wrong, block_threshold: 0.9 }))).toBe('VALIDATION_FAILED');
  expect(await codeOf(tryPolicy(t.ctx, admin, { ...wrong, name: 'strict' }))).toBe('CONFLICT');
  expect(await codeOf(tryPolicy(t.ctx, admin, { ...wrong, name: 'settings' }))).toBe('CONFLICT');
  expect(await codeOf(promotePolicy(t.ctx, admin, { policy_name: 'none' }))).toBe('NOT_FOUND');
});
