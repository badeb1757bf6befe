'use client';

import type { Alert, AlertStep } from '@message-service/shared/alerts';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTRPC } from '@/trpc/client';
import { Failure } from '@/ui/failure';
import { shortenId } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { RelativeTime } from '@/ui/time';
import { AlertActs } from './alert-acts';
import { AlertName, Reading, SeverityBadge, StateBadge } from './alert-looks';

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-h-7 items-baseline justify-between gap-3">
    <dt className="text-muted">{label}</dt>
    <dd className="text-right">{children}</dd>
  </div>
);

const Step = ({ step }: { step: AlertStep }) => {
  const t = useTranslate();
  const who = step.actor === null ? t('alerts.by_service') : shortenId(step.actor);
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 border-t py-1.5 first:border-t-0">
      <RelativeTime at={step.at} className="w-24 shrink-0 text-xs text-muted" />
      <span title={step.actor ?? undefined}>
        {step.what === 'fired' || step.what === 'worsened' || step.what === 'eased' || step.what === 'resolved'
          ? t(`alerts.step.${step.what}`)
          : `${who} ${t(`alerts.step.${step.what}`)}`}
      </span>
      {step.note !== null && <span className="min-w-0 break-words text-muted">{step.note}</span>}
    </li>
  );
};

const Facts = ({ alert }: { alert: Alert }) => {
  const t = useTranslate();
  return (
    <div className="flex flex-col gap-4 p-4">
      <p>
        <AlertName alert={alert} />
      </p>
      <dl>
        <Fact label={t('alerts.severity')}>
          <SeverityBadge severity={alert.severity} />
        </Fact>
        <Fact label={t('alerts.column.state')}>
          <StateBadge state={alert.state} />
        </Fact>
        <Fact label={t('alerts.column.value')}>
          <Reading value={alert.value} unit={alert.unit} />
        </Fact>
        <Fact label={t('alerts.worst')}>
          <Reading value={alert.worst} unit={alert.unit} />
        </Fact>
        <Fact label={t('alerts.column.threshold')}>
          <Reading value={alert.threshold} unit={alert.unit} />
        </Fact>
        <Fact label={t('alerts.last_seen')}>
          <RelativeTime at={alert.seen_at} />
        </Fact>
        {alert.muted_until && (
          <Fact label={t('alerts.muted_until')}>
            <RelativeTime at={alert.muted_until} />
          </Fact>
        )}
      </dl>
      {alert.message_ids.length > 0 && (
        <div>
          <h3 className="mb-1 text-xs text-muted">{t('alerts.messages')}</h3>
          <ul className="flex flex-wrap gap-x-3 gap-y-1">
            {alert.message_ids.toReversed().map((id) => (
              <li key={id}>
                <Link
                  href={`/messages/${id}`}
                  title={id}
                  className="font-mono text-xs text-accent-text hover:underline"
                >
                  {shortenId(id)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <h3 className="mb-1 text-xs text-muted">{t('alerts.history')}</h3>
        <ol>
          {alert.history.toReversed().map((step) => (
            <Step key={`${step.at.getTime()} ${step.what} ${step.note}`} step={step} />
          ))}
        </ol>
      </div>
    </div>
  );
};

/** One alert with its readings, its history, and what can be done about it. */
export const AlertDetail = ({ alertId }: { alertId: string | undefined }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const alert = useQuery({
    ...trpc.alerts.get.queryOptions({ alert_id: alertId ?? '' }),
    enabled: alertId !== undefined,
  });
  return (
    <Panel title={t('alerts.detail')} actions={alert.data && <AlertActs alert={alert.data} />}>
      {alertId === undefined ? (
        <Empty title={t('alerts.choose')} />
      ) : alert.data ? (
        <Facts alert={alert.data} />
      ) : alert.error ? (
        <Failure error={alert.error} onRetry={() => void alert.refetch()} />
      ) : (
        <SkeletonRows rows={5} />
      )}
    </Panel>
  );
};
