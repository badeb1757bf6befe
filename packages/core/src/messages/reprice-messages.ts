import type { CoreContext } from '../context.ts';
import {
  costOf,
  currentPrices,
  type LlmCall,
  type RepriceLine,
  type RepriceOptions,
  repriceCalls,
  withCost,
} from '../llm/index.ts';
import { changeMessage } from './change-message.ts';
import { messages } from './messages.ts';

const NANOS = 1_000_000_000;

/**
 * Prices provider calls anew, as `repriceCalls` does, and with them the replies that they gave: each reply's new cost is
 * an event, whose difference the analytics add.
 */
export const repriceMessages = (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  options: Omit<RepriceOptions, 'onChanged'>,
): Promise<RepriceLine[]> => {
  const table = options.table ?? currentPrices();
  const repriceReply = async ({ message_id, conversation_id }: LlmCall) => {
    if (message_id === null || conversation_id === null) return;
    const reply = await messages(ctx).findOne({
      conversation_id,
      'relationships.reply_to_message_id': message_id,
    });
    const { token_usage: usage, llm_metadata: llm } = reply ?? {};
    if (!reply || !usage || !llm || llm.cached || usage.price_version === table.version) return;
    const cost = costOf(usage, llm.provider, llm.model, table);
    const { prompt_cost, completion_cost, total_cost, cost_currency, price_version } = withCost(usage, cost);
    await changeMessage(ctx, reply._id, {
      event: 'message.repriced',
      // of two runs at once one wins
      where: { 'token_usage.price_version': usage.price_version ?? { $exists: false } },
      set: {
        'token_usage.prompt_cost': prompt_cost,
        'token_usage.completion_cost': completion_cost,
        'token_usage.total_cost': total_cost,
        'token_usage.cost_currency': cost_currency,
        'token_usage.price_version': price_version,
      },
      facts: { cost_nanos: cost.total - Math.round((usage.total_cost ?? 0) * NANOS) },
    });
  };
  return repriceCalls(ctx, { ...options, table, onChanged: repriceReply });
};
