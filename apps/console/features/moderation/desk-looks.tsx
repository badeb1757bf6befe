'use client';

import type { CaseRow, DecisionAction } from '@message-service/shared/moderation';
import { Archive, ArrowUpRight, Ban, Check, EyeOff } from 'lucide-react';
import { cn } from '@/ui/cn';
import { formatDistance } from '@/ui/format';
import { useNow, usePreferences, useTranslate } from '@/ui/preferences';
import { issueWord } from './issue-word';

const SEVERITY_TONES = ['text-muted', 'text-info', 'text-warn', 'text-danger', 'text-danger'];
const BARS = ['h-[5px]', 'h-[7px]', 'h-[9px]', 'h-[11px]', 'h-[13px]'];

/** Five bars, as many filled as the case is severe; colour, shape and word say the same. */
export const SeverityMark = ({ severity, word }: { severity: number; word?: boolean }) => {
  const t = useTranslate();
  const name = t('moderation.severity_is', { level: severity });
  return (
    <span
      className={cn('inline-flex items-center gap-1 text-xs whitespace-nowrap', SEVERITY_TONES[severity - 1])}
      title={name}
    >
      <span className="inline-flex items-end gap-px" aria-hidden>
        {BARS.map((height, index) => (
          <span
            key={height}
            className={cn('w-[3px] rounded-[1px]', height, index < severity ? 'bg-current' : 'bg-edge/40')}
          />
        ))}
      </span>
      <span className={word ? undefined : 'sr-only'}>{name}</span>
    </span>
  );
};

const ACTION_LOOKS = {
  approve: { Icon: Check, tone: 'text-ok' },
  redact: { Icon: EyeOff, tone: 'text-warn' },
  archive: { Icon: Archive, tone: 'text-danger' },
  dismiss: { Icon: Ban, tone: 'text-muted' },
  escalate: { Icon: ArrowUpRight, tone: 'text-info' },
} as const;

export const DecisionBadge = ({ action }: { action: DecisionAction }) => {
  const t = useTranslate();
  const { Icon, tone } = ACTION_LOOKS[action];
  return (
    <span className={cn('inline-flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
      <Icon className="size-3.5" aria-hidden />
      {t(`moderation.done.${action}`)}
    </span>
  );
};

/** How long there is until the case should be decided, or for how long it should have been. */
export const DueClock = ({ row }: { row: Pick<CaseRow, 'due_at' | 'state'> }) => {
  const { locale, t } = usePreferences();
  const now = useNow();
  if (row.state === 'decided') return null;
  const late = row.due_at.getTime() < now;
  const time = formatDistance(locale, row.due_at, now) ?? t('time.now');
  return (
    <time
      dateTime={row.due_at.toISOString()}
      className={cn('text-xs whitespace-nowrap', late ? 'font-medium text-danger' : 'text-muted')}
    >
      {t(late ? 'moderation.overdue' : 'moderation.due', { time })}
    </time>
  );
};

/** What was found. */
export const Issues = ({ issues, limit = 3 }: { issues: readonly string[]; limit?: number }) => {
  const t = useTranslate();
  const shown = issues.slice(0, limit);
  const more = issues.length - shown.length;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1">
      {shown.map((issue) => (
        <span key={issue} className="rounded-sm bg-hover px-1 text-xs text-muted">
          {issueWord(t, issue)}
        </span>
      ))}
      {more > 0 && <span className="text-xs text-muted">+{more}</span>}
    </span>
  );
};

type VeiledProps = { veiled: boolean; blur?: boolean; className?: string; children: React.ReactNode };

/** Text that is hidden, also from those who have it read aloud, until the reader asks for it: blurred, or as bars. */
export const Veiled = ({ veiled, blur, className, children }: VeiledProps) => {
  const t = useTranslate();
  if (!veiled) return <span className={className}>{children}</span>;
  return (
    <>
      <span className="sr-only">{t('moderation.veiled')}</span>
      <span aria-hidden className={cn('select-none', blur ? 'blur-[5px]' : 'veil', className)} data-veiled>
        {children}
      </span>
    </>
  );
};
