import {
  addNote,
  appealDecision,
  claimCase,
  countCases,
  decideCase,
  decideCases,
  findSimilarCases,
  getCase,
  getDeskMetrics,
  getDeskSettings,
  handOffCase,
  listCases,
  nextReview,
  openCaseFor,
  releaseCase,
  renewClaim,
  reportMessage,
  saveDeskSettings,
  submitReview,
  takeOverCase,
  undoDecision,
  undoDecisions,
  watchCases,
} from '@message-service/core/moderation';
import {
  AddNoteInput,
  AppealInput,
  AppealReceipt,
  CaseClaim,
  CaseCounts,
  CaseDetail,
  CaseOutcomes,
  CasePage,
  CaseRow,
  ClaimCaseInput,
  DecideCaseInput,
  DecideCasesInput,
  DeskMetrics,
  DeskMetricsInput,
  DeskSettings,
  GetCaseInput,
  HandOffCaseInput,
  ListCasesInput,
  ModerationCase,
  NextReview,
  OpenCaseInput,
  ReportMessageInput,
  ReportReceipt,
  ReviewResult,
  SaveDeskSettingsInput,
  SimilarCases,
  SimilarCasesInput,
  SubmitReviewInput,
  TakeOverCaseInput,
  UndoDecisionInput,
  UndoDecisionsInput,
} from '@message-service/shared/moderation';
import { MODERATORS } from '../policy.ts';
import { asOpenStream, roleProcedure, router, signedInProcedure } from '../trpc.ts';

const moderatorProcedure = roleProcedure(MODERATORS);

export const moderationRouter = router({
  list: moderatorProcedure
    .input(ListCasesInput)
    .output(CasePage)
    .query(({ ctx, input }) => listCases(ctx.core, ctx.identity, input)),
  get: moderatorProcedure
    .input(GetCaseInput)
    .output(CaseDetail)
    .query(({ ctx, input }) => getCase(ctx.core, ctx.identity, input)),
  open: moderatorProcedure
    .input(OpenCaseInput)
    .output(CaseRow)
    .mutation(({ ctx, input }) => openCaseFor(ctx.core, ctx.identity, input)),
  claim: moderatorProcedure
    .input(ClaimCaseInput)
    .output(ModerationCase)
    .mutation(({ ctx, input }) => claimCase(ctx.core, ctx.identity, input)),
  heartbeat: moderatorProcedure
    .input(ClaimCaseInput)
    .output(CaseClaim)
    .mutation(({ ctx, input }) => renewClaim(ctx.core, ctx.identity, input)),
  release: moderatorProcedure
    .input(ClaimCaseInput)
    .output(ModerationCase)
    .mutation(({ ctx, input }) => releaseCase(ctx.core, ctx.identity, input)),
  takeOver: moderatorProcedure
    .input(TakeOverCaseInput)
    .output(ModerationCase)
    .mutation(({ ctx, input }) => takeOverCase(ctx.core, ctx.identity, input)),
  handOff: moderatorProcedure
    .input(HandOffCaseInput)
    .output(ModerationCase)
    .mutation(({ ctx, input }) => handOffCase(ctx.core, ctx.identity, input)),
  decide: moderatorProcedure
    .input(DecideCaseInput)
    .output(ModerationCase)
    .mutation(({ ctx, input }) => decideCase(ctx.core, ctx.identity, input)),
  decideMany: moderatorProcedure
    .input(DecideCasesInput)
    .output(CaseOutcomes)
    .mutation(({ ctx, input }) => decideCases(ctx.core, ctx.identity, input)),
  undo: moderatorProcedure
    .input(UndoDecisionInput)
    .output(ModerationCase)
    .mutation(({ ctx, input }) => undoDecision(ctx.core, ctx.identity, input)),
  undoMany: moderatorProcedure
    .input(UndoDecisionsInput)
    .output(CaseOutcomes)
    .mutation(({ ctx, input }) => undoDecisions(ctx.core, ctx.identity, input)),
  note: moderatorProcedure
    .input(AddNoteInput)
    .output(ModerationCase)
    .mutation(({ ctx, input }) => addNote(ctx.core, ctx.identity, input)),
  report: signedInProcedure
    .input(ReportMessageInput)
    .output(ReportReceipt)
    .mutation(({ ctx, input }) => reportMessage(ctx.core, ctx.identity, input)),
  appeal: signedInProcedure
    .input(AppealInput)
    .output(AppealReceipt)
    .mutation(({ ctx, input }) => appealDecision(ctx.core, ctx.identity, input)),
  similar: moderatorProcedure
    .input(SimilarCasesInput)
    .output(SimilarCases)
    .query(({ ctx, input }) => findSimilarCases(ctx.core, ctx.identity, input)),
  nextReview: moderatorProcedure.output(NextReview).query(({ ctx }) => nextReview(ctx.core, ctx.identity)),
  submitReview: moderatorProcedure
    .input(SubmitReviewInput)
    .output(ReviewResult)
    .mutation(({ ctx, input }) => submitReview(ctx.core, ctx.identity, input)),
  metrics: moderatorProcedure
    .input(DeskMetricsInput)
    .output(DeskMetrics)
    .query(({ ctx, input }) => getDeskMetrics(ctx.core, ctx.identity, input)),
  settings: moderatorProcedure.output(DeskSettings).query(({ ctx }) => getDeskSettings(ctx.core, ctx.identity)),
  saveSettings: moderatorProcedure
    .input(SaveDeskSettingsInput)
    .output(DeskSettings)
    .mutation(({ ctx, input }) => saveDeskSettings(ctx.core, ctx.identity, input)),
  counts: moderatorProcedure.output(CaseCounts).query(({ ctx }) => countCases(ctx.core, ctx.identity)),
  /** What changes at the desk, and who is there. */
  live: moderatorProcedure.subscription(({ ctx }) =>
    asOpenStream(ctx, (signal) => watchCases(ctx.core, ctx.identity, signal)),
  ),
});
