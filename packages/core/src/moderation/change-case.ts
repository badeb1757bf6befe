import type { AuditFacts } from '@message-service/shared/audit';
import { DomainError } from '@message-service/shared/errors';
import type { CaseStep } from '@message-service/shared/moderation';
import type { UpdateFilter } from 'mongodb';
import { type Actor, type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { announceCase } from './announce-case.ts';
import { namesOf } from './case-view.ts';
import { type CaseDoc, holderOf, MOST_STEPS, moderationCases } from './moderation-cases.ts';

export type Act = {
  action: AuditInput['action'];
  what: CaseStep['what'];
  note?: string | null | undefined;
  details?: AuditFacts;
  /** The changes, or null when there is nothing to do. @throws DomainError when it may not be done */
  change(doc: CaseDoc, now: Date): Change | null | Promise<Change | null>;
};
export type Change = {
  set: Partial<CaseDoc>;
  push?: UpdateFilter<CaseDoc>['$push'];
  inc?: { version?: number; undone_count?: number };
  /** Of the audit entry. */
  before?: AuditFacts;
  after?: AuditFacts;
};

export const getCaseDoc = async (ctx: Pick<CoreContext, 'db'>, caseId: string): Promise<CaseDoc> => {
  const doc = await moderationCases(ctx).findOne({ _id: caseId });
  if (!doc) throw new DomainError('NOT_FOUND', 'There is no such case.');
  return doc;
};

const step = (at: Date, what: CaseStep['what'], by: string | null, note?: string | null): CaseStep => ({
  at,
  what,
  by,
  note: note ?? null,
});
export const pushStep = (...given: Parameters<typeof step>) => ({
  history: { $each: [step(...given)], $slice: -MOST_STEPS },
});

/** CONFLICT that says who has decided what. */
export const decidedAlready = async (ctx: Pick<CoreContext, 'db'>, doc: CaseDoc): Promise<DomainError> => {
  const last = doc.decisions.at(-1);
  if (!last) return new DomainError('CONFLICT', 'The case has changed. Look at it again.');
  const name = (await namesOf(ctx, [last.by]))[last.by] ?? last.by;
  return new DomainError('CONFLICT', `${name} has decided already: ${last.action}.`, {
    extra: {
      decided_by: last.by,
      decided_by_name: name,
      decision: last.action,
      decided_at: last.at.toISOString(),
      version: doc.version,
    },
  });
};

/** @throws DomainError CONFLICT that says who holds the case, while somebody else does */
export const refuseWhenHeld = async (
  ctx: Pick<CoreContext, 'db'>,
  doc: CaseDoc,
  userId: string,
  now: Date,
): Promise<void> => {
  const holder = holderOf(doc, userId, now);
  if (holder === null || !doc.claim) return;
  const name = (await namesOf(ctx, [holder]))[holder] ?? holder;
  throw new DomainError('CONFLICT', `${name} is working on it.`, {
    extra: { claimed_by: holder, claimed_by_name: name, claimed_until: doc.claim.until.toISOString() },
  });
};

/** @throws DomainError CONFLICT that says for whom the case waits, unless that is the caller or an admin asks */
export const refuseWhenHandedOn = async (
  ctx: Pick<CoreContext, 'db'>,
  { assigned_to }: CaseDoc,
  identity: Actor,
): Promise<void> => {
  if (assigned_to === null || assigned_to === identity.user_id || identity.roles.includes('admin')) return;
  const name = (await namesOf(ctx, [assigned_to]))[assigned_to] ?? assigned_to;
  throw new DomainError('CONFLICT', `It was handed to ${name}.`, {
    extra: { assigned_to, assigned_to_name: name },
  });
};

/**
 * What somebody does with a case: audited, then one atomic write that holds only for the case as it was read. When it was
 * changed meanwhile the act is weighed again against what it has become; an act that then no longer holds leaves a
 * second entry that says so.
 * @throws DomainError NOT_FOUND, and what `change` throws
 */
export const changeCase = async (ctx: CoreContext, actor: Actor, caseId: string, act: Act): Promise<CaseDoc> => {
  const { action, what, note, details = {} } = act;
  const target = { type: 'case', id: caseId };
  for (;;) {
    const doc = await getCaseDoc(ctx, caseId);
    const now = ctx.now();
    const wanted = await act.change(doc, now);
    if (!wanted) return doc;
    const { before, after } = wanted;
    await recordAudit(ctx, {
      actor,
      action,
      target,
      details: { message_id: doc.message_id, ...(note ? { note } : {}), ...details },
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    });
    const changed = await moderationCases(ctx).findOneAndUpdate(
      { _id: caseId, revision: doc.revision },
      {
        $set: { ...wanted.set, updated_at: now },
        $inc: { revision: 1, ...wanted.inc },
        $push: { ...wanted.push, ...pushStep(now, what, actor.user_id, note) },
      },
      { returnDocument: 'after' },
    );
    if (changed) {
      announceCase(ctx, changed, actor.user_id);
      return changed;
    }
    await recordAudit(ctx, { actor, action: 'moderation.foundChanged', target, details: { wanted: action } });
  }
};
