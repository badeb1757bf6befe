import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeCase, makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditLog } from '../audit/index.ts';
import { conversations } from '../conversations/index.ts';
import { getMessage, messages } from '../messages/index.ts';
import { addNote } from './add-note.ts';
import { appealDecision } from './appeal-decision.ts';
import { claimCase } from './claim-case.ts';
import { decideCase } from './decide-case.ts';
import { getCase } from './get-case.ts';
import { handOffCase } from './hand-off-case.ts';
import { listCases } from './list-cases.ts';
import { decideCases, undoDecisions } from './many-cases.ts';
import { caseIdOf, moderationCases } from './moderation-cases.ts';
import { releaseCase } from './release-case.ts';
import { renewClaim } from './renew-claim.ts';
import { reportMessage } from './report-message.ts';
import { takeOverCase } from './take-over-case.ts';
import { tendCases } from './tend-cases.ts';
import { undoDecision } from './undo-decision.ts';

const THREAT = 'Te voy a matar, ya lo verás.';
const ana = makeIdentity('moderator');
const ben = makeIdentity('moderator');
const admin = makeIdentity('admin');
const author = makeIdentity();

let t: TestContext;
let clock = 0;
const ctx = () => ({ ...t.ctx, now: () => new Date(Date.now() + clock) });
beforeAll(async () => {
  t = await createTestContext({ MODERATION_SECOND_REVIEW_RATE: '0' });
});
afterAll(() => t.close());

const say = async (text: string, conversationId?: string): Promise<string> => {
  const id = conversationId ?? (await makeConversation(t.ctx, author)).conversation_id;
  return (await makeMessage(t.ctx, author, id, text)).message_id;
};
const blocked = async (): Promise<string> => {
  const { conversation_id } = await makeConversation(t.ctx, author);
  const error: unknown = await makeMessage(t.ctx, author, conversation_id, THREAT).catch((reason: unknown) => reason);
  return Object(error).details.extra.message_id;
};
const opened = async (text?: string) => makeCase(t.ctx, await say(text ?? `a message ${Math.random()}`));
const refusal = async (work: Promise<unknown>): Promise<{ code: string; extra?: Record<string, unknown> }> => {
  const error: unknown = await work.then(
    () => ({}),
    (reason: unknown) => reason,
  );
  return { code: Object(error).code, extra: Object(error).details?.extra };
};
const stored = async (id: string) => {
  const doc = await messages(t.ctx).findOne({ _id: id });
  if (!doc) throw new Error('gone');
  return doc;
};

describe('opening', () => {
  test('each message that waits gets one case, however many workers look; by severity and age they stand in the queue', async () => {
    const threat = await blocked();
    const insult = await say('Eres un imbécil. Mi correo es ana@example.com');
    await Promise.all(Array.from({ length: 4 }, () => tendCases(t.ctx)));
    expect(await moderationCases(t.ctx).countDocuments({ message_id: { $in: [threat, insult] } })).toBe(2);
    const { items } = await listCases(t.ctx, ana, { state: 'waiting', order: 'severity', limit: 10 });
    expect(items.map(({ message_id }) => message_id).slice(0, 2)).toEqual([threat, insult]);
    expect(items[0]).toMatchObject({
      severity: 5,
      sources: ['filter'],
      issues: ['threat'],
      blocked: true,
      excerpt: THREAT,
    });
    expect(items[0]?.due_at.getTime()).toBe((items[0]?.opened_at.getTime() ?? 0) + 3_600_000);
    expect((await stored(insult)).case_pending_since).toBeUndefined();
  });

  test('a report opens a case or joins it, once per user; nobody reports what they may not read', async () => {
    const id = await say('nice weather');
    const report = { message_id: id, category: 'harassment' as const, note: 'not nice' };
    await Promise.all([1, 2, 3].map(() => reportMessage(t.ctx, author, report)));
    const doc = await moderationCases(t.ctx).findOne({ message_id: id });
    expect(doc).toMatchObject({ report_count: 1, severity: 3, rank: 31, sources: ['report'], state: 'open' });
    expect(await refusal(reportMessage(t.ctx, makeIdentity(), report))).toMatchObject({ code: 'NOT_FOUND' });
    await decideCase(t.ctx, ana, { case_id: caseIdOf(id), version: 1, action: 'dismiss' });
    const other = { ...report, by: 'again' };
    await reportMessage(t.ctx, author, { message_id: other.message_id, category: 'spam' });
    expect(await moderationCases(t.ctx).findOne({ message_id: id })).toMatchObject({
      state: 'decided',
      report_count: 1,
    });
    await makeCase(t.ctx, id, 4);
    expect(await moderationCases(t.ctx).findOne({ message_id: id })).toMatchObject({
      state: 'open',
      version: 3,
      severity: 4,
    });
  });
});

describe('holding', () => {
  test('of two at once one holds it; the other learns who. A dead browser gives it back; a sign of life keeps it', async () => {
    const { case_id } = await opened();
    const claims = await Promise.allSettled([ana, ben].map((one) => claimCase(ctx(), one, { case_id })));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const holder = (await moderationCases(t.ctx).findOne({ _id: case_id }))?.claim?.by;
    const [mine, theirs] = holder === ana.user_id ? [ana, ben] : [ben, ana];
    expect(await refusal(claimCase(ctx(), theirs, { case_id }))).toMatchObject({ extra: { claimed_by: holder } });
    expect(await refusal(decideCase(ctx(), theirs, { case_id, version: 1, action: 'dismiss' }))).toMatchObject({
      code: 'CONFLICT',
      extra: { claimed_by: holder },
    });
    clock = 290_000;
    await renewClaim(ctx(), mine, { case_id });
    clock = 580_000;
    expect(await refusal(claimCase(ctx(), theirs, { case_id }))).toMatchObject({ code: 'CONFLICT' });
    clock = 591_000;
    await claimCase(ctx(), theirs, { case_id });
    expect(await refusal(renewClaim(ctx(), mine, { case_id }))).toMatchObject({ code: 'CONFLICT' });
    clock = 0;
  });

  test('it is released, taken over, handed off and escalated', async () => {
    const { case_id } = await opened();
    await claimCase(t.ctx, ana, { case_id });
    expect(await refusal(releaseCase(t.ctx, ben, { case_id }))).toMatchObject({ code: 'CONFLICT' });
    await takeOverCase(t.ctx, ben, { case_id, reason: 'ana is away' });
    expect(await refusal(renewClaim(t.ctx, ana, { case_id }))).toMatchObject({ code: 'CONFLICT' });
    await handOffCase(t.ctx, ben, { case_id, to: ana.user_id });
    const handed = { code: 'CONFLICT', extra: { assigned_to: ana.user_id } };
    expect(await refusal(claimCase(t.ctx, ben, { case_id }))).toMatchObject(handed);
    expect(await refusal(decideCase(t.ctx, ben, { case_id, version: 1, action: 'dismiss' }))).toMatchObject(handed);
    await claimCase(t.ctx, ana, { case_id });
    await releaseCase(t.ctx, ana, { case_id });
    const escalated = await decideCase(t.ctx, ana, { case_id, version: 1, action: 'escalate', reason: 'unsure' });
    expect(escalated).toMatchObject({ state: 'escalated', version: 2, claim: null, assigned_to: null });
    const verdict = { case_id, version: 2, action: 'dismiss' as const };
    expect(await refusal(decideCase(t.ctx, ana, verdict))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await decideCase(t.ctx, admin, verdict)).toMatchObject({ state: 'decided', decided_by: admin.user_id });
    const { history } = (await getCase(t.ctx, ana, { case_id })).case;
    expect(history.map(({ what }) => what)).toEqual([
      'opened',
      'claimed',
      'taken_over',
      'handed_off',
      'claimed',
      'released',
      'decided',
      'decided',
    ]);
    expect(await undoDecision(t.ctx, admin, { case_id, version: 3 })).toMatchObject({ state: 'escalated' });
  });
});

describe('deciding', () => {
  test('a blocked message is sent on its way, kept back again when that is undone, and sent again', async () => {
    const id = await blocked();
    await tendCases(t.ctx);
    const case_id = caseIdOf(id);
    await decideCase(t.ctx, ana, { case_id, version: 1, action: 'approve' });
    expect(await stored(id)).toMatchObject({ status: 'active', processing_status: 'queued' });
    await undoDecision(t.ctx, ana, { case_id, version: 2 });
    const back = await stored(id);
    expect(back).toMatchObject({ status: 'flagged', processing_status: 'cancelled' });
    expect(back.safety_metadata?.approved_by_moderator).toBeNull();
    expect((await conversations(t.ctx).findOne({ _id: back.conversation_id }))?.message_count).toBe(1);
    await decideCase(t.ctx, ben, { case_id, version: 3, action: 'approve' });
    expect(await stored(id)).toMatchObject({ status: 'active', processing_status: 'queued' });
  });

  test('users read the redaction, moderators the text; undone, users read the text again', async () => {
    const text = 'call 😀 Ana at home';
    const { case_id, message_id } = await opened(text);
    const ranges = [{ start: 6, end: 11 }];
    await decideCase(t.ctx, ana, {
      case_id,
      version: 1,
      action: 'redact',
      policy: 'personal_data',
      ranges,
      strike: true,
    });
    expect((await getMessage(t.ctx, author, message_id)).content.text).toBe('call [removed] at home');
    const seen = await getMessage(t.ctx, ana, message_id);
    expect(seen).toMatchObject({ content: { text }, redacted_text: 'call [removed] at home' });
    expect((await getCase(t.ctx, ana, { case_id })).author.strikes).toBe(1);
    await undoDecision(t.ctx, ana, { case_id, version: 2 });
    expect((await getMessage(t.ctx, author, message_id)).content.text).toBe(text);
    expect((await getCase(t.ctx, ana, { case_id })).author.strikes).toBe(0);
  });

  test('what is under way is archived when it has ended, however often that is tried', async () => {
    const { case_id, message_id } = await opened();
    const decided = await decideCase(t.ctx, ana, { case_id, version: 1, action: 'archive' });
    expect(decided.effect_error).toContain('still being processed');
    await messages(t.ctx).updateOne({ _id: message_id }, { $set: { processing_status: 'completed' } });
    clock = 60_000;
    expect((await tendCases(ctx())).finished).toBe(1);
    expect((await tendCases(ctx())).finished).toBe(0);
    clock = 0;
    expect(await stored(message_id)).toMatchObject({ status: 'archived', archived_from: 'active' });
    await undoDecision(t.ctx, ana, { case_id, version: 2 });
    expect(await stored(message_id)).toMatchObject({ status: 'active' });
  });

  test('an old decision that comes late changes nothing, and a crash before the message is made good', async () => {
    const { case_id, message_id } = await opened('some text of mine');
    await decideCase(t.ctx, ana, { case_id, version: 1, action: 'redact' });
    const late = await moderationCases(t.ctx).findOne({ _id: case_id });
    await undoDecision(t.ctx, ana, { case_id, version: 2 });
    if (!late) throw new Error('gone');
    const { applyDecision } = await import('./apply-decision.ts');
    await applyDecision(t.ctx, late);
    expect(await stored(message_id)).not.toHaveProperty('redacted_text');
    await moderationCases(t.ctx).updateOne(
      { _id: case_id },
      {
        $set: { decisions: late.decisions, state: 'decided', version: 4, effect_pending_since: new Date(1) },
      },
    );
    await tendCases(t.ctx);
    expect((await stored(message_id)).redacted_text).toBeDefined();
  });

  test('undo races with a new decision: one of them holds, message and case agree', async () => {
    const { case_id, message_id } = await opened('a text that is redacted');
    await decideCase(t.ctx, ana, { case_id, version: 1, action: 'redact' });
    const results = await Promise.allSettled([
      undoDecision(t.ctx, ana, { case_id, version: 2 }),
      undoDecision(t.ctx, admin, { case_id, version: 2 }),
      decideCase(t.ctx, ben, { case_id, version: 3, action: 'redact' }),
      decideCase(t.ctx, ben, { case_id, version: 2, action: 'dismiss' }),
    ]);
    expect(results.slice(0, 2).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results[3]?.status).toBe('rejected');
    const after = await moderationCases(t.ctx).findOne({ _id: case_id });
    expect((await stored(message_id)).redacted_text !== undefined).toBe(after?.state === 'decided');
    clock = 25 * 3_600_000;
    const last = await moderationCases(t.ctx).findOne({ _id: case_id });
    const { version = 0 } = last ?? {};
    if (last?.state === 'decided')
      expect(await refusal(undoDecision(ctx(), admin, { case_id, version }))).toMatchObject({ code: 'CONFLICT' });
    clock = 0;
  });

  test('an appeal is decided by somebody else; what it comes to is told', async () => {
    const { case_id, message_id } = await opened('my harmless words');
    const appeal = { message_id, text: 'I meant no harm' };
    expect(await refusal(appealDecision(t.ctx, author, appeal))).toMatchObject({ code: 'CONFLICT' });
    await decideCase(t.ctx, ana, { case_id, version: 1, action: 'redact' });
    expect(await refusal(appealDecision(t.ctx, makeIdentity(), appeal))).toMatchObject({ code: 'NOT_FOUND' });
    await Promise.all([1, 2].map(() => appealDecision(t.ctx, author, appeal)));
    const waiting = await listCases(t.ctx, ana, { state: 'waiting', appeals: true, order: 'severity', limit: 10 });
    expect(waiting.items).toMatchObject([{ case_id, version: 3, has_appeal: true, decision: 'redact' }]);
    const verdict = { case_id, version: 3, action: 'approve' as const };
    expect(await refusal(decideCase(t.ctx, ana, verdict))).toMatchObject({ code: 'FORBIDDEN' });
    await decideCase(t.ctx, ben, verdict);
    expect((await getCase(t.ctx, ben, { case_id })).case.appeal?.outcome).toBe('overturned');
    expect((await getMessage(t.ctx, author, message_id)).content.text).toBe('my harmless words');
  });

  test('several at once, each with its outcome; notes; everything is audited with who', async () => {
    const made = await Promise.all([opened(), opened(), opened()]);
    const cases = made.map(({ case_id }) => ({ case_id, version: 1 }));
    const [first] = cases;
    if (!first) throw new Error('none');
    await decideCase(t.ctx, ben, { ...first, action: 'approve' });
    await addNote(t.ctx, ben, { case_id: first.case_id, text: 'fine by me' });
    const missing = { case_id: 'case_missing0001', version: 1 };
    const { items, done } = await decideCases(t.ctx, ana, { cases: [...cases, missing], action: 'dismiss' });
    expect([done, items.map(({ code }) => code)]).toEqual([2, ['CONFLICT', null, null, 'NOT_FOUND']]);
    expect(items[0]?.detail).toContain(`${ben.user_id} has decided already: approve`);
    const undone = await undoDecisions(t.ctx, ana, { cases: cases.map((one) => ({ ...one, version: 2 })) });
    expect(undone.items.map(({ code }) => code)).toEqual(['FORBIDDEN', null, null]);
    const entries = await auditLog(t.ctx).find({ 'target.id': first.case_id }).sort({ sequence: 1 }).toArray();
    expect(entries.map(({ action, actor }) => [action, actor.user_id])).toEqual([
      ['moderation.decide', ben.user_id],
      ['moderation.note', ben.user_id],
    ]);
    expect(JSON.stringify(entries)).not.toContain('fine by me');
  });
});

test('pages of the queue hold every case once, in each order', async () => {
  for (const order of ['severity', 'due', 'newest'] as const) {
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listCases(t.ctx, ana, { state: 'all', order, limit: 4, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ case_id }) => case_id));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(await moderationCases(t.ctx).countDocuments());
  }
});
