import { z } from 'zod';
import { ConversationId, MessageId, UserId } from '../ids.ts';
import { PlainText } from '../plain-text.ts';
import { CaseId, CaseSource, CaseState, DecisionAction, HarmPolicy, Severity, TextRange } from './terms.ts';

const Words = PlainText.trim().min(1).max(1_000);
const onCase = { case_id: CaseId };
const flag = z.preprocess((value) => (typeof value === 'string' ? value === 'true' : value), z.boolean());

/** What of the queue to show. Saved filters hold this. */
export const CaseFilter = z.strictObject({
  /** `waiting`: open and escalated. */
  state: z.enum(['waiting', ...CaseState.options, 'all']).default('waiting'),
  severity_min: z.coerce.number().int().min(1).max(5).optional(),
  source: CaseSource.optional(),
  issue: z
    .string()
    .regex(/^[a-z0-9_]{1,64}$/)
    .optional(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  claim: z.enum(['mine', 'free', 'others']).optional(),
  overdue: flag.optional(),
  appeals: flag.optional(),
  user_id: UserId.optional(),
  conversation_id: ConversationId.optional(),
  decided_by: UserId.optional(),
  /** `severity`: gravest first, the oldest of those first; `due`: by the clock; `newest`: what changed last. */
  order: z.enum(['severity', 'due', 'newest']).default('severity'),
});
export type CaseFilter = z.infer<typeof CaseFilter>;

export const ListCasesInput = CaseFilter.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
export type ListCasesInput = z.infer<typeof ListCasesInput>;

export const GetCaseInput = z.strictObject({
  ...onCase,
  /** Read ahead: nobody looks at it yet, so nobody is told of it. */
  ahead: flag.optional(),
});
export type GetCaseInput = z.infer<typeof GetCaseInput>;

/** What a user finds wrong with a message that they may read. */
export const ReportMessageInput = z.strictObject({
  message_id: MessageId,
  category: HarmPolicy,
  note: Words.optional(),
});
export type ReportMessageInput = z.infer<typeof ReportMessageInput>;

export const ReportReceipt = z.object({ message_id: MessageId, reported: z.literal(true) });
export type ReportReceipt = z.infer<typeof ReportReceipt>;

export const OpenCaseInput = z.strictObject({
  message_id: MessageId,
  severity: Severity.optional(),
  reason: Words.optional(),
});
export type OpenCaseInput = z.infer<typeof OpenCaseInput>;

export const ClaimCaseInput = z.strictObject(onCase);
export type ClaimCaseInput = z.infer<typeof ClaimCaseInput>;

export const TakeOverCaseInput = z.strictObject({ ...onCase, reason: Words.optional() });
export type TakeOverCaseInput = z.infer<typeof TakeOverCaseInput>;

export const HandOffCaseInput = z.strictObject({ ...onCase, to: UserId, reason: Words.optional() });
export type HandOffCaseInput = z.infer<typeof HandOffCaseInput>;

const verdict = {
  action: DecisionAction,
  /** What is broken. Left out, it is what the filters or reports say. */
  policy: HarmPolicy.optional(),
  reason: Words.optional(),
  /** Whether it counts against the author. */
  strike: z.boolean().optional(),
};

export const DecideCaseInput = z.strictObject({
  ...onCase,
  /** The version of the case that the decision is about. */
  version: z.int().min(1),
  ...verdict,
  /** For `redact`: the parts that are taken out; left out, the whole text. */
  ranges: z.array(TextRange).min(1).max(100).optional(),
});
export type DecideCaseInput = z.infer<typeof DecideCaseInput>;

const MANY = 100;
const Versioned = z.strictObject({ ...onCase, version: z.int().min(1) });

export const DecideCasesInput = z.strictObject({ cases: z.array(Versioned).min(1).max(MANY), ...verdict });
export type DecideCasesInput = z.infer<typeof DecideCasesInput>;

export const UndoDecisionInput = z.strictObject({ ...onCase, version: z.int().min(1), reason: Words.optional() });
export type UndoDecisionInput = z.infer<typeof UndoDecisionInput>;

export const UndoDecisionsInput = z.strictObject({
  cases: z.array(Versioned).min(1).max(MANY),
  reason: Words.optional(),
});
export type UndoDecisionsInput = z.infer<typeof UndoDecisionsInput>;

export const AddNoteInput = z.strictObject({ ...onCase, text: Words });
export type AddNoteInput = z.infer<typeof AddNoteInput>;

/** What the owner of a message says against what was decided about it. */
export const AppealInput = z.strictObject({ message_id: MessageId, text: Words });
export type AppealInput = z.infer<typeof AppealInput>;

export const AppealReceipt = z.object({ message_id: MessageId, outcome: z.enum(['waiting', 'upheld', 'overturned']) });
export type AppealReceipt = z.infer<typeof AppealReceipt>;
