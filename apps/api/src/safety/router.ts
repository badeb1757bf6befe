import { listDifferences } from '@message-service/core/moderation';
import { dropPolicy, listPolicies, previewText, promotePolicy, tryPolicy } from '@message-service/core/safety';
import {
  DifferencePage,
  DropPolicyInput,
  ListDifferencesInput,
  PolicyList,
  PolicyView,
  PreviewTextInput,
  PromotePolicyInput,
  TextPreview,
  TryPolicyInput,
} from '@message-service/shared/safety';
import { ADMINS, MODERATORS } from '../policy.ts';
import { roleProcedure, router } from '../trpc.ts';

const adminProcedure = roleProcedure(ADMINS);
const moderatorProcedure = roleProcedure(MODERATORS);

export const safetyRouter = router({
  policies: moderatorProcedure.output(PolicyList).query(({ ctx }) => listPolicies(ctx.core, ctx.identity)),
  differences: moderatorProcedure
    .input(ListDifferencesInput)
    .output(DifferencePage)
    .query(({ ctx, input }) => listDifferences(ctx.core, ctx.identity, input)),
  /** What would become of a text; changes nothing. */
  preview: moderatorProcedure
    .input(PreviewTextInput)
    .output(TextPreview)
    .mutation(({ ctx, input }) => previewText(ctx.core, input)),
  tryPolicy: adminProcedure
    .input(TryPolicyInput)
    .output(PolicyView)
    .mutation(({ ctx, input }) => tryPolicy(ctx.core, ctx.identity, input)),
  promotePolicy: adminProcedure
    .input(PromotePolicyInput)
    .output(PolicyView)
    .mutation(({ ctx, input }) => promotePolicy(ctx.core, ctx.identity, input)),
  dropPolicy: adminProcedure
    .input(DropPolicyInput)
    .output(PolicyView)
    .mutation(({ ctx, input }) => dropPolicy(ctx.core, ctx.identity, input)),
});
