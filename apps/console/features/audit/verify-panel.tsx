'use client';

import type { AuditProgress, AuditReport } from '@message-service/shared/audit';
import { useSubscription } from '@trpc/tanstack-react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { CopyId } from '@/ui/copy-id';
import { Failure } from '@/ui/failure';
import { formatDuration, formatExact } from '@/ui/format';
import { Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { RelativeTime } from '@/ui/time';

type Step = { progress: AuditProgress } | { result: AuditReport };

/** Holds every entry against its hash and the head that is kept apart, and says what it found. */
export const VerifyPanel = () => {
  const { locale, t } = usePreferences();
  const trpc = useTRPC();
  const [running, setRunning] = useState(false);
  const [step, setStep] = useState<Step | null>(null);
  const verification = useSubscription(
    trpc.audit.verify.subscriptionOptions(undefined, {
      enabled: running,
      onData: (data) => {
        setStep(data);
        if ('result' in data) setRunning(false);
      },
      onError: () => setRunning(false),
    }),
  );
  const start = () => {
    setStep(null);
    setRunning(true);
  };
  useShortcut('v', t('audit.verify'), () => !running && start());
  const report = step && 'result' in step ? step.result : null;
  const Icon = report?.ok === false ? ShieldAlert : ShieldCheck;
  return (
    <Panel
      title={t('audit.integrity')}
      actions={
        <Button size="sm" look="primary" aria-keyshortcuts="v" disabled={running} onClick={start}>
          {t('audit.verify')}
        </Button>
      }
    >
      <div aria-live="polite" className="flex flex-col gap-2 px-4 py-3">
        {running ? (
          <p>
            {step && 'progress' in step
              ? t('audit.progress', {
                  checked: formatExact(locale, step.progress.checked),
                  total: formatExact(locale, step.progress.total),
                })
              : t('state.loading')}
          </p>
        ) : report ? (
          <>
            <p className={cn('flex items-center gap-2 font-medium', report.ok ? 'text-ok' : 'text-danger')}>
              <Icon className="size-4" aria-hidden />
              {report.ok ? t('audit.whole') : t('audit.altered', { count: report.faults_total })}
            </p>
            <p className="text-xs text-muted">
              {t('audit.checked', {
                count: formatExact(locale, report.checked),
                took: formatDuration(locale, report.took_ms),
              })}{' '}
              <RelativeTime at={report.at} />
            </p>
            {report.heads_compared === 0 && <p className="text-xs text-warn">{t('audit.no_head_kept')}</p>}
            {report.head && (
              <p className="flex min-w-0 flex-wrap items-center gap-1 text-xs text-muted">
                {t('audit.head')}
                <CopyId id={`${report.head.sequence}:${report.head.hash}`} what={t('audit.head')} />
              </p>
            )}
            {report.faults.length > 0 && (
              <ul className="flex flex-col gap-1 text-xs">
                {report.faults.map((fault) => (
                  <li key={`${fault.kind} ${fault.sequence} ${fault.entry_id}`}>
                    <span className="font-medium">{t(`audit.fault.${fault.kind}`)}</span>
                    {fault.sequence !== null && ` · ${fault.sequence}`} · {fault.detail}
                  </li>
                ))}
              </ul>
            )}
          </>
        ) : verification.error ? (
          <Failure error={verification.error} onRetry={start} />
        ) : (
          <p className="text-muted">{t('audit.verify_hint')}</p>
        )}
      </div>
    </Panel>
  );
};
