import { DomainError } from '@message-service/shared/errors';
import {
  ProviderFault,
  ProviderName,
  type ProviderStatus,
  type ProviderStatuses,
  type ProviderView,
} from '@message-service/shared/llm';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import { type GateReading, readGate, SPAN_MS, toBreakerView } from '../gate/index.ts';
import { isRedisAway } from '../redis/index.ts';
import { listProviders } from './list-providers.ts';
import { type LlmOverride, llmOverrides } from './llm-overrides.ts';
import { type GateContext, providerGate } from './provider-gate.ts';

const HOUR_SPANS = 3_600_000 / SPAN_MS;
const FROM = 'from:';
const StoredFault = ProviderFault.extend({ at: z.coerce.date() });

const toFaults = (errors: readonly string[]): ProviderFault[] =>
  errors.map((text) => StoredFault.parse(JSON.parse(text)));

const addUp = ({ spans }: GateReading): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const span of spans)
    for (const [name, count] of Object.entries(span)) sums.set(name, (sums.get(name) ?? 0) + Number(count));
  return sums;
};

const toStatus = (view: ProviderView, reading: GateReading, override: LlmOverride | undefined): ProviderStatus => {
  const sums = addUp(reading);
  const took_over = [...sums].flatMap(([name, calls]) => {
    const from = name.startsWith(FROM) ? ProviderName.safeParse(name.slice(FROM.length)) : null;
    return from?.success ? [{ from: from.data, calls }] : [];
  });
  return {
    ...view,
    breaker: toBreakerView(reading, reading.nowMs),
    forced: override ? { to: override.forced, by: override.by, at: override.at, reason: override.reason } : null,
    calls_ok: sums.get('ok') ?? 0,
    calls_failed: sums.get('failed') ?? 0,
    took_over: took_over.sort((a, b) => b.calls - a.calls),
    recent_errors: toFaults(reading.errors),
  };
};

/**
 * How each provider does: its breaker, its calls and faults of the last hour, what it took over from others, and what an
 * operator has decided. @throws DomainError UNAVAILABLE while Redis, which counts, is away
 */
export const getProviderStatus = async (ctx: GateContext & Pick<CoreContext, 'llm'>): Promise<ProviderStatuses> => {
  const [{ items }, overrides] = await Promise.all([listProviders(ctx), llmOverrides(ctx).find().toArray()]);
  let readings: GateReading[];
  try {
    readings = await Promise.all(items.map(({ provider }) => readGate(providerGate(ctx), provider, HOUR_SPANS)));
  } catch (cause) {
    if (!isRedisAway(cause)) throw cause;
    throw new DomainError('UNAVAILABLE', 'What the workers count cannot be read. Try again soon.', { cause });
  }
  return {
    items: items.flatMap((view, index) => {
      const reading = readings[index];
      const override = overrides.find(({ provider }) => provider === view.provider);
      return reading ? [toStatus(view, reading, override)] : [];
    }),
    open_calls: readings[0]?.openCalls ?? 0,
    max_open_calls: ctx.settings.MAX_CONCURRENT_LLM_REQUESTS,
    at: ctx.now(),
  };
};
