import type { UsageTotals } from '@message-service/shared/analytics';
import type { Document } from 'mongodb';

/** The accumulators of a `$group` over rows, in the names of `UsageRow`. */
export const sumUsage: Document = {
  messages: { $sum: '$token_metrics.replies' },
  prompt_tokens: { $sum: '$token_metrics.input_tokens' },
  completion_tokens: { $sum: '$token_metrics.output_tokens' },
  total_tokens: { $sum: '$token_metrics.total_tokens' },
  estimated_messages: { $sum: '$token_metrics.estimated_replies' },
  cost_nanos: { $sum: '$token_metrics.cost_nanos' },
};

/** The same over groups that are already summed. */
export const sumGroups: Document = Object.fromEntries(
  Object.keys(sumUsage).map((name) => [name, { $sum: `$${name}` }]),
);

export type UsageRow = Omit<UsageTotals, 'total_cost'> & { cost_nanos: number };

const NOTHING: UsageRow = {
  messages: 0,
  prompt_tokens: 0,
  completion_tokens: 0,
  total_tokens: 0,
  estimated_messages: 0,
  cost_nanos: 0,
};

export const toUsage = (row: Partial<UsageRow> = {}): UsageTotals => {
  const { messages, prompt_tokens, completion_tokens, total_tokens, estimated_messages, cost_nanos } = {
    ...NOTHING,
    ...row,
  };
  return {
    messages,
    prompt_tokens,
    completion_tokens,
    total_tokens,
    estimated_messages,
    total_cost: cost_nanos / 1e9,
  };
};
