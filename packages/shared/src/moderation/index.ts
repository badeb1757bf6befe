export { DeskSettings, SaveDeskSettingsInput, SavedFilter } from './desk-settings.ts';
export {
  AddNoteInput,
  AppealInput,
  AppealReceipt,
  CaseFilter,
  ClaimCaseInput,
  DecideCaseInput,
  DecideCasesInput,
  GetCaseInput,
  HandOffCaseInput,
  ListCasesInput,
  OpenCaseInput,
  ReportMessageInput,
  ReportReceipt,
  TakeOverCaseInput,
  UndoDecisionInput,
  UndoDecisionsInput,
} from './inputs.ts';
export { runShadow, tendCases } from './jobs.ts';
export { DeskMetrics, DeskMetricsInput, Spread } from './metrics.ts';
export {
  NextReview,
  ReviewResult,
  ReviewTask,
  SimilarCases,
  SimilarCasesInput,
  SubmitReviewInput,
} from './review.ts';
export {
  AuthorHistory,
  CaseAppeal,
  CaseChange,
  CaseClaim,
  CaseCounts,
  CaseDecision,
  CaseDetail,
  CaseNote,
  CaseOutcome,
  CaseOutcomes,
  CasePage,
  CaseReport,
  CaseReview,
  CaseRow,
  CaseStep,
  DeskEvent,
  DeskPresence,
  ModerationCase,
  People,
} from './schema.ts';
export { CaseId, CaseSource, CaseState, DecisionAction, HarmPolicy, Severity, TextRange } from './terms.ts';
