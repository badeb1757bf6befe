import { z } from 'zod';
import { CharacterId, ConversationId, MessageId, UserId } from '../ids.ts';
import { MessageRole, MessageView } from '../messages/index.ts';
import { CaseId, CaseSource, CaseState, DecisionAction, HarmPolicy, Severity } from './terms.ts';

/** A hold on a case, which ends by itself. */
export const CaseClaim = z.object({ by: UserId, at: z.date(), until: z.date() });
export type CaseClaim = z.infer<typeof CaseClaim>;

export const CaseReport = z.object({
  by: UserId,
  at: z.date(),
  category: HarmPolicy,
  note: z.string().nullable(),
});
export type CaseReport = z.infer<typeof CaseReport>;

export const CaseDecision = z.object({
  action: DecisionAction,
  policy: HarmPolicy.nullable(),
  reason: z.string().nullable(),
  by: UserId,
  at: z.date(),
  /** Whether it counts against the author. */
  strike: z.boolean(),
  /** What the case was before, and becomes again when the decision is undone. */
  from: CaseState,
  /** What users read in place of the text. */
  redacted_text: z.string().nullable(),
});
export type CaseDecision = z.infer<typeof CaseDecision>;

export const CaseNote = z.object({ by: UserId, at: z.date(), text: z.string() });
export type CaseNote = z.infer<typeof CaseNote>;

/** What the author says against a decision. */
export const CaseAppeal = z.object({
  by: UserId,
  at: z.date(),
  text: z.string(),
  against: DecisionAction,
  decided_by: UserId,
  outcome: z.enum(['waiting', 'upheld', 'overturned']),
});
export type CaseAppeal = z.infer<typeof CaseAppeal>;

/** A second decision by somebody who does not see the first one, to measure how far moderators agree. */
export const CaseReview = z.object({
  state: z.enum(['waiting', 'done']),
  /** The decision that it reviews: the version of the case after it. */
  of_version: z.int(),
  first: z.object({ action: DecisionAction, policy: HarmPolicy.nullable(), by: UserId }),
  second: z.object({ action: DecisionAction, policy: HarmPolicy.nullable(), by: UserId, at: z.date() }).nullable(),
  agrees: z.boolean().nullable(),
});
export type CaseReview = z.infer<typeof CaseReview>;

export const CaseStep = z.object({
  at: z.date(),
  what: z.enum([
    'opened',
    'reported',
    'claimed',
    'released',
    'taken_over',
    'handed_off',
    'decided',
    'undone',
    'noted',
    'appealed',
    'reopened',
    'reviewed',
  ]),
  /** Null for the service itself. */
  by: z.string().nullable(),
  note: z.string().nullable(),
});
export type CaseStep = z.infer<typeof CaseStep>;

/**
 * What the desk knows of one message; a message has at most one case, which is opened again when it is reported again.
 * It holds ids and judgements, never the text.
 */
export const ModerationCase = z.object({
  case_id: CaseId,
  message_id: MessageId,
  conversation_id: ConversationId,
  /** The owner of the conversation. */
  user_id: UserId,
  character_id: CharacterId,
  role: MessageRole,
  state: CaseState,
  sources: z.array(CaseSource),
  severity: Severity,
  /** 1 − safety score, 0 where no filter judged. */
  risk: z.number().min(0).max(1),
  /** Whether the filters keep the message back. */
  blocked: z.boolean(),
  issues: z.array(z.string()),
  /** Filters that found something. */
  filters: z.array(z.string()),
  flags: z.array(z.string()),
  language: z.string().nullable(),
  reports: z.array(z.lazy(() => CaseReport)),
  report_count: z.int(),
  opened_at: z.date(),
  /** By when it should be decided. */
  due_at: z.date(),
  claim: CaseClaim.nullable(),
  /** To whom it was handed. */
  assigned_to: UserId.nullable(),
  /** In order; the last one holds. Those that were undone are only in the history. */
  decisions: z.array(z.lazy(() => CaseDecision)),
  decided_at: z.date().nullable(),
  decided_by: UserId.nullable(),
  notes: z.array(z.lazy(() => CaseNote)),
  appeal: z.lazy(() => CaseAppeal).nullable(),
  history: z.array(z.lazy(() => CaseStep)),
  /** Since when what was decided waits to be done to the message; null once it is done. */
  effect_pending_since: z.date().nullable(),
  /** Why it could not be done yet. */
  effect_error: z.string().nullable(),
  /** Counts decisions, undone ones and reopenings: who decides says which version they saw. */
  version: z.int(),
  /** Counts every change. */
  revision: z.int(),
  updated_at: z.date(),
});
export type ModerationCase = z.infer<typeof ModerationCase>;

/** A case as a row of the queue. */
export const CaseRow = ModerationCase.pick({
  case_id: true,
  message_id: true,
  conversation_id: true,
  user_id: true,
  role: true,
  state: true,
  sources: true,
  severity: true,
  risk: true,
  blocked: true,
  issues: true,
  language: true,
  report_count: true,
  opened_at: true,
  due_at: true,
  claim: true,
  assigned_to: true,
  decided_at: true,
  decided_by: true,
  version: true,
  revision: true,
}).extend({
  /** The decision that holds. */
  decision: DecisionAction.nullable(),
  has_appeal: z.boolean(),
  /** The beginning of the text; null when the message is gone. */
  excerpt: z.string().nullable(),
});
export type CaseRow = z.infer<typeof CaseRow>;

/** User ids with the names of their accounts, where there are any. */
export const People = z.record(z.string(), z.string());
export type People = z.infer<typeof People>;

export const CasePage = z.object({ items: z.array(CaseRow), next_cursor: z.string().nullable(), people: People });
export type CasePage = z.infer<typeof CasePage>;

export const AuthorHistory = z.object({
  user_id: UserId,
  /** Their messages, all told. */
  messages: z.int(),
  first_message_at: z.date().nullable(),
  /** Decisions with a strike that still count. */
  strikes: z.int(),
  cases: z.array(
    z.object({
      case_id: CaseId,
      severity: Severity,
      state: CaseState,
      issues: z.array(z.string()),
      decision: DecisionAction.nullable(),
      strike: z.boolean(),
      opened_at: z.date(),
    }),
  ),
});
export type AuthorHistory = z.infer<typeof AuthorHistory>;

/** A case with all that is needed to decide it. */
export const CaseDetail = z.object({
  case: ModerationCase,
  /** Null when it was removed. */
  message: MessageView.nullable(),
  /** The messages around it, itself included, oldest first; at most 20 before and 20 after. */
  context: z.array(MessageView),
  author: AuthorHistory,
  suggested_policy: HarmPolicy.nullable(),
  people: People,
});
export type CaseDetail = z.infer<typeof CaseDetail>;

export const CaseCounts = z.object({
  open: z.int(),
  escalated: z.int(),
  overdue: z.int(),
  mine: z.int(),
  appeals: z.int(),
  at: z.date(),
});
export type CaseCounts = z.infer<typeof CaseCounts>;

/** What became of one of several cases; `by` and `action` say who decided otherwise. */
export const CaseOutcome = z.object({
  case_id: CaseId,
  done: z.boolean(),
  version: z.int().nullable(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
});
export type CaseOutcome = z.infer<typeof CaseOutcome>;

export const CaseOutcomes = z.object({ items: z.array(CaseOutcome), done: z.int() });
export type CaseOutcomes = z.infer<typeof CaseOutcomes>;

/** That a case has changed: facts, no text. */
export const CaseChange = CaseRow.omit({ excerpt: true }).extend({ by: z.string().nullable() });
export type CaseChange = z.infer<typeof CaseChange>;

/** A moderator who is at the desk now, and the case before them. */
export const DeskPresence = z.object({ user_id: UserId, name: z.string(), case_id: CaseId.nullable() });
export type DeskPresence = z.infer<typeof DeskPresence>;

export const DeskEvent = z.object({
  cases: z.array(CaseChange),
  present: z.array(DeskPresence),
  /** True when changes were missed: read the list again. */
  missed: z.boolean(),
  at: z.date(),
});
export type DeskEvent = z.infer<typeof DeskEvent>;
