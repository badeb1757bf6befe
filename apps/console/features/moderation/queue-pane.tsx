'use client';

import type { CaseRow, DeskPresence, People } from '@message-service/shared/moderation';
import { ArrowRight, Eye, Flag, Gavel, Lock } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cn } from '@/ui/cn';
import { useNow, useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { DecisionBadge, DueClock, Issues, SeverityMark, Veiled } from './desk-looks';

type Props = {
  rows: readonly CaseRow[];
  chosen: string | undefined;
  selected: ReadonlySet<string>;
  me: string;
  people: People;
  present: readonly DeskPresence[];
  veilFrom: number;
  onChoose: (caseId: string) => void;
  onSelect: (caseId: string) => void;
};

const nameIn = (people: People, id: string) => people[id] ?? id;

const Row = ({
  row,
  chosen,
  selected,
  me,
  people,
  present,
  veilFrom,
  onChoose,
  onSelect,
}: Props & { row: CaseRow }) => {
  const t = useTranslate();
  const now = useNow();
  const element = useRef<HTMLButtonElement>(null);
  const isChosen = row.case_id === chosen;
  const holder = row.claim && row.claim.until.getTime() > now ? row.claim.by : null;
  const watchers = present.filter(({ user_id, case_id }) => case_id === row.case_id && user_id !== me);
  // a row that becomes the open one takes the focus along, unless the reader is somewhere else
  useEffect(() => {
    const active = document.activeElement;
    const free = !active || active === document.body || active.id === 'content' || active.matches('[data-row]');
    if (!isChosen || !free) return;
    element.current?.focus({ preventScroll: true });
    element.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <li
      className={cn(
        'flex border-b [content-visibility:auto] [contain-intrinsic-height:72px]',
        isChosen ? 'bg-active' : 'hover:bg-hover',
      )}
    >
      <label className="flex items-start pt-3 pl-3">
        <span className="sr-only">{t('moderation.select')}</span>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={selected.has(row.case_id)}
          onChange={() => onSelect(row.case_id)}
          className="size-3.5 accent-(--accent)"
        />
      </label>
      <button
        ref={element}
        type="button"
        data-row
        data-case={row.case_id}
        tabIndex={isChosen || chosen === undefined ? 0 : -1}
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => onChoose(row.case_id)}
        className="row-focus flex min-w-0 flex-1 flex-col gap-1 px-3 py-2 text-left"
      >
        <span className="flex items-center gap-2">
          <SeverityMark severity={row.severity} />
          <Issues issues={row.issues} limit={2} />
          <span className="ml-auto flex shrink-0 items-center gap-2">
            {row.report_count > 0 && (
              <span className="inline-flex items-center gap-0.5 text-xs text-muted">
                <Flag className="size-3" aria-hidden />
                <span className="sr-only">{t('moderation.reports')}</span>
                {row.report_count}
              </span>
            )}
            {row.has_appeal && (
              <span className="inline-flex items-center gap-0.5 text-xs text-info">
                <Gavel className="size-3" aria-hidden />
                {t('moderation.appeal')}
              </span>
            )}
            <DueClock row={row} />
          </span>
        </span>
        <span className="line-clamp-2 break-words text-sm">
          {row.excerpt === null ? (
            <span className="text-muted">{t('moderation.message_gone')}</span>
          ) : (
            <Veiled veiled={row.severity >= veilFrom}>{row.excerpt}</Veiled>
          )}
        </span>
        <span className="flex min-h-4 items-center gap-2 text-xs text-muted">
          <span className="truncate">{nameIn(people, row.user_id)}</span>
          {row.state !== 'open' && row.decision && <DecisionBadge action={row.decision} />}
          {row.decided_by && row.state === 'decided' && (
            <span className="truncate">{nameIn(people, row.decided_by)}</span>
          )}
          {row.assigned_to && row.assigned_to !== me && (
            <span className="inline-flex items-center gap-1 text-warn">
              <ArrowRight className="size-3" aria-hidden />
              {nameIn(people, row.assigned_to)}
            </span>
          )}
          {holder && (
            <span className={cn('inline-flex items-center gap-1', holder === me ? 'text-accent-text' : 'text-warn')}>
              <Lock className="size-3" aria-hidden />
              {holder === me ? t('moderation.held_by_me') : nameIn(people, holder)}
            </span>
          )}
          {watchers.map(({ user_id, name }) => (
            <span key={user_id} className="inline-flex items-center gap-1 text-info">
              <Eye className="size-3" aria-hidden />
              {name}
            </span>
          ))}
        </span>
      </button>
    </li>
  );
};

/** The cases that wait, in order. */
export const QueuePane = (props: Props) => {
  const t = useTranslate();
  return (
    <ScrollRegion label={t('moderation.queue')} className="relative min-h-0 flex-1 overflow-y-auto">
      <ul>
        {props.rows.map((row) => (
          <Row key={row.case_id} row={row} {...props} />
        ))}
      </ul>
    </ScrollRegion>
  );
};
