import { DomainError } from '@message-service/shared/errors';
import type {
  CaseOutcome,
  CaseOutcomes,
  DecideCasesInput,
  ModerationCase,
  UndoDecisionsInput,
} from '@message-service/shared/moderation';
import { type Actor, type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decideCase } from './decide-case.ts';
import { undoDecision } from './undo-decision.ts';

type Versioned = { case_id: string; version: number };

const outcomeOf = async (case_id: string, work: Promise<ModerationCase>): Promise<CaseOutcome> => {
  try {
    return { case_id, done: true, version: (await work).version, code: null, detail: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { case_id, done: false, version: null, code: error.code, detail: error.message };
  }
};

/** Audited as a whole; then one after the other, so that many cases do not crowd out single ones, each with its outcome. */
const each = async (
  ctx: CoreContext,
  actor: Actor,
  action: AuditInput['action'],
  cases: readonly Versioned[],
  run: (one: Versioned) => Promise<ModerationCase>,
): Promise<CaseOutcomes> => {
  const target = { type: 'moderation', id: 'queue' };
  await recordAudit(ctx, { actor, action, target, details: { cases: cases.map(({ case_id }) => case_id) } });
  const items: CaseOutcome[] = [];
  for (const one of cases) items.push(await outcomeOf(one.case_id, run(one)));
  return { items, done: items.filter(({ done }) => done).length };
};

/** Decides up to 100 cases alike; says of each whether it was, or who had decided it. */
export const decideCases = (
  ctx: CoreContext,
  identity: Actor,
  { cases, ...verdict }: DecideCasesInput,
): Promise<CaseOutcomes> =>
  each(ctx, identity, 'moderation.decideMany', cases, (one) => decideCase(ctx, identity, { ...one, ...verdict }));

/** Undoes up to 100 decisions; says of each whether it was, or why not. */
export const undoDecisions = (
  ctx: CoreContext,
  identity: Actor,
  { cases, reason }: UndoDecisionsInput,
): Promise<CaseOutcomes> =>
  each(ctx, identity, 'moderation.undoMany', cases, (one) =>
    undoDecision(ctx, identity, { ...one, ...(reason ? { reason } : {}) }),
  );
