'use client';

import type { MessageCall, MessageCalls } from '@message-service/shared/messages';
import { useQuery } from '@tanstack/react-query';
import type { Translate } from '@/i18n/translate';
import { useTRPC } from '@/trpc/client';
import { cn } from '@/ui/cn';
import { Failure } from '@/ui/failure';
import { formatDuration, formatExact, formatInstant, formatMoney } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { SkeletonRows } from '@/ui/skeleton';
import { FAULT_KINDS } from '../providers/faults-panel';

const LOOK_AGAIN_MS = 2_000;
const LONGEST_MS = 120_000;
const OWN_OUTCOMES = ['ok', 'cached', 'open', 'aborted', 'left_alone', 'overloaded', 'over_budget'] as const;

/** What became of a call, or why another was asked, in words. */
const nameOutcome = (t: Translate, outcome: string): string => {
  const own = OWN_OUTCOMES.find((known) => known === outcome);
  if (own) return t(`calls.outcome.${own}`);
  const fault = FAULT_KINDS.find((known) => known === outcome);
  return fault ? t(`providers.kind.${fault}`) : outcome;
};

const toneOf = (outcome: string): string => {
  if (outcome === 'ok' || outcome === 'cached') return 'text-ok';
  return outcome === 'open' || outcome === 'aborted' ? 'text-warn' : 'text-danger';
};

const Note = ({ children }: { children: React.ReactNode }) => (
  <span className="block text-xs text-muted">{children}</span>
);

const Outcome = ({ call }: { call: MessageCall }) => {
  const t = useTranslate();
  const { outcome, error_code, http_status, requested_provider, failover_reason } = call;
  const detail = [http_status, error_code].filter((part) => part !== null).join(' ');
  return (
    <td className="min-w-52 px-4 py-2">
      <span className={toneOf(outcome)}>{nameOutcome(t, outcome)}</span>
      {detail && <code className="ml-2 font-mono text-xs text-muted">{detail}</code>}
      {requested_provider && (
        <Note>
          {t('calls.instead', { provider: requested_provider })}
          {failover_reason && `: ${nameOutcome(t, failover_reason).toLowerCase()}`}
        </Note>
      )}
    </td>
  );
};

const Cost = ({ call: { total_cost, saved_cost, price_version, outcome } }: { call: MessageCall }) => {
  const { locale, t } = usePreferences();
  if (total_cost === null) return outcome === 'ok' ? <Note>{t('calls.no_price')}</Note> : '–';
  return (
    <span title={price_version ?? undefined}>
      {formatMoney(locale, total_cost)}
      {saved_cost !== null && <Note>{t('calls.saved', { cost: formatMoney(locale, saved_cost) })}</Note>}
    </span>
  );
};

const Row = ({ call }: { call: MessageCall }) => {
  const { locale, t, timeZone } = usePreferences();
  const { attempt, provider, model, started_at, probe, first_token_ms, total_ms, estimated } = call;
  const { prompt_tokens: prompt, completion_tokens: reply } = call;
  const number = (value: number) => formatExact(locale, value);
  return (
    <tr className="border-t align-top">
      <td className="px-4 py-2 whitespace-nowrap" title={formatInstant(locale, timeZone, started_at)}>
        {attempt === 0 ? t('calls.cached_answer') : attempt}
        {probe && <Note>{t('calls.probe')}</Note>}
      </td>
      <td className="px-4 py-2 whitespace-nowrap">
        {provider}
        <span className="block font-mono text-xs text-muted">{model}</span>
      </td>
      <Outcome call={call} />
      <td className="px-4 py-2 text-right whitespace-nowrap tabular-nums">
        {prompt === null || reply === null ? '–' : t('calls.tokens', { prompt: number(prompt), reply: number(reply) })}
        {estimated && <Note>{t('message.estimated')}</Note>}
      </td>
      <td className="px-4 py-2 text-right whitespace-nowrap tabular-nums">
        <Cost call={call} />
      </td>
      <td className="px-4 py-2 text-right whitespace-nowrap tabular-nums">
        {total_ms === null ? '–' : formatDuration(locale, total_ms)}
        {first_token_ms !== null && (
          <Note>{t('calls.first_token', { time: formatDuration(locale, first_token_ms) })}</Note>
        )}
      </td>
    </tr>
  );
};

const COLUMNS = ['attempt', 'provider', 'outcome', 'tokens', 'cost', 'took'] as const;
const RIGHT: readonly string[] = ['tokens', 'cost', 'took'];

const Body = ({ calls }: { calls: MessageCalls }) => {
  const t = useTranslate();
  if (calls.items.length === 0) return <Empty title={t('calls.none')} />;
  return (
    <ScrollRegion label={t('calls.title')} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            {COLUMNS.map((name) => (
              <th
                key={name}
                scope="col"
                className={cn('px-4 font-normal whitespace-nowrap', RIGHT.includes(name) && 'text-right')}
              >
                {t(`calls.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calls.items.map((call) => (
            <Row key={call.call_id} call={call} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};

const Sum = ({ calls: { items } }: { calls: MessageCalls }) => {
  const { locale, t } = usePreferences();
  const paid = items.reduce((sum, { total_cost }) => sum + (total_cost ?? 0), 0);
  const saved = items.reduce((sum, { saved_cost }) => sum + (saved_cost ?? 0), 0);
  const parts = [
    paid > 0 && t('calls.total', { cost: formatMoney(locale, paid) }),
    saved > 0 && t('calls.saved', { cost: formatMoney(locale, saved) }),
  ].filter(Boolean);
  return parts.length > 0 && <span>{parts.join(' · ')}</span>;
};

/** Whether a call may still end: one whose worker died stays open. */
const mayEnd = (calls: MessageCalls | undefined) =>
  calls?.items.some(({ outcome, started_at }) => outcome === 'open' && Date.now() - started_at.getTime() < LONGEST_MS);

/** The ledger's calls of a message: who was asked, instead of whom, with what outcome, and what it cost. */
export const CallsPanel = ({ messageId, moving }: { messageId: string; moving: boolean }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const query = useQuery(
    trpc.messages.calls.queryOptions(
      { message_id: messageId },
      { refetchInterval: ({ state }) => (moving || mayEnd(state.data) ? LOOK_AGAIN_MS : false) },
    ),
  );
  const { data } = query;
  return (
    <Panel title={t('calls.title')} note={data && <Sum calls={data} />}>
      {data ? (
        <Body calls={data} />
      ) : query.error ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={2} />
      )}
    </Panel>
  );
};
