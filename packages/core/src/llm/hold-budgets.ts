import { type BudgetHold, OverBudgetError, reserveBudgets } from '../budgets/index.ts';
import type { CoreContext } from '../context.ts';
import type { Candidate } from './candidates.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { LlmError } from './llm-error.ts';
import { costOf } from './prices/price-usage.ts';
import type { ChatMessage } from './provider.ts';

/** What a reply is taken to be at most where nobody limits it. */
const REPLY_TOKENS = 1_024;

/** Holds what a call may cost in the budgets of the day. @throws LlmError over_budget */
export const holdBudgets = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  id: string,
  user_id: string | null,
  { provider: { name }, model, settings }: Candidate,
  messages: readonly ChatMessage[],
): Promise<BudgetHold> => {
  const prompt_tokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  const completion_tokens = settings.max_tokens ?? REPLY_TOKENS;
  const nanos = costOf({ prompt_tokens, completion_tokens }, name, model).total;
  try {
    const tokens = prompt_tokens + completion_tokens;
    return await reserveBudgets(ctx, { id, user_id, provider: name, model }, { tokens, nanos });
  } catch (error) {
    if (error instanceof OverBudgetError) {
      const { scope, unit } = error.budget;
      throw new LlmError('over_budget', name, {
        code: `${unit} of ${scope === 'all' ? 'the service' : `the ${scope}`}`,
      });
    }
    throw error;
  }
};
