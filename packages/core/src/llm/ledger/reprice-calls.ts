import type { ProviderName } from '@message-service/shared/llm';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { CoreContext } from '../../context.ts';
import { currentPrices, type PriceTable } from '../prices/price-table.ts';
import { costOf } from '../prices/price-usage.ts';
import { type LlmCall, llmCalls } from './llm-calls.ts';
import { costFields } from './record-call.ts';

export type RepriceLine = {
  provider: ProviderName;
  model: string;
  /** The table that the costs are from; null for calls that had no price. */
  from_version: string | null;
  to_version: string;
  calls: number;
  before_nanos: number;
  after_nanos: number;
};
export type RepriceOptions = {
  table?: PriceTable;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Whether the costs are changed; else they are only compared. */
  apply: boolean;
  /** Told of each call whose cost changes, after the ledger has it. */
  onChanged?: (call: LlmCall) => Promise<void>;
};

const BATCH = 500;

/**
 * Prices the calls of a time by another table, the newest unless told otherwise: the difference by provider, model and
 * the table before. Safe to run again: what has the table's price already is left alone.
 */
export const repriceCalls = async (
  ctx: Pick<CoreContext, 'db'>,
  { table = currentPrices(), from = new Date(0), to = new Date(8.64e15), apply, onChanged }: RepriceOptions,
): Promise<RepriceLine[]> => {
  const lines = new Map<string, RepriceLine>();
  let changes: AnyBulkWriteOperation<LlmCall>[] = [];
  let changed: LlmCall[] = [];
  const flush = async () => {
    if (changes.length > 0) await llmCalls(ctx).bulkWrite(changes, { ordered: false });
    for (const call of changed) await onChanged?.(call);
    [changes, changed] = [[], []];
  };
  const range = { started_at: { $gte: from, $lt: to }, outcome: 'ok', price_version: { $ne: table.version } };
  for await (const call of llmCalls(ctx).find(range).sort({ started_at: 1 }).batchSize(BATCH)) {
    const { provider, model, prompt_tokens = 0, completion_tokens = 0, cached_tokens } = call;
    const usage = { prompt_tokens, completion_tokens, ...(cached_tokens === undefined ? {} : { cached_tokens }) };
    const cost = costOf(usage, provider, model, table);
    if (cost.version === null) continue;
    const key = [provider, model, call.price_version ?? ''].join(' ');
    const line = lines.get(key) ?? {
      provider,
      model,
      from_version: call.price_version ?? null,
      to_version: table.version,
      calls: 0,
      before_nanos: 0,
      after_nanos: 0,
    };
    line.calls++;
    line.before_nanos += call.total_nanos ?? 0;
    line.after_nanos += cost.total;
    lines.set(key, line);
    if (!apply) continue;
    changes.push({ updateOne: { filter: { _id: call._id }, update: { $set: costFields(cost) } } });
    changed.push(call);
    if (changes.length >= BATCH) await flush();
  }
  await flush();
  return [...lines.values()].sort((a, b) => b.after_nanos - a.after_nanos);
};
