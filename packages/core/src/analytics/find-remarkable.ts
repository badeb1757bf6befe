import type { CoreContext } from '../context.ts';
import { messages } from '../messages/index.ts';

const MOST = 20;

/** Ids of the newest replies of a short range that took longer, or used more tokens, than a threshold. */
export const findRemarkable = async (
  ctx: Pick<CoreContext, 'db'>,
  at: { from: Date; to: Date } & ({ slower_than_ms: number } | { more_tokens_than: number }),
): Promise<string[]> => {
  const above =
    'slower_than_ms' in at
      ? { 'processing_metadata.total_latency_ms': { $gt: at.slower_than_ms } }
      : { 'token_usage.total_tokens': { $gt: at.more_tokens_than } };
  const found = await messages(ctx)
    .find(
      { 'timestamps.created_at': { $gte: at.from, $lte: at.to }, role: 'assistant', ...above },
      { projection: { _id: 1 } },
    )
    .sort({ 'timestamps.created_at': -1 })
    .limit(MOST)
    .toArray();
  return found.map(({ _id }) => _id).reverse();
};
