'use client';

import type { CaseDetail } from '@message-service/shared/moderation';
import { CopyId } from '@/ui/copy-id';
import { Count } from '@/ui/count';
import { useTranslate } from '@/ui/preferences';
import { RelativeTime } from '@/ui/time';
import { DecisionBadge, Issues, SeverityMark } from './desk-looks';

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section className="flex flex-col gap-2 border-b px-4 py-3 last:border-0">
    <h2 className="text-xs font-semibold text-muted">{title}</h2>
    {children}
  </section>
);

const nameOf = (detail: CaseDetail, id: string | null, service: string) =>
  id === null ? service : (detail.people[id] ?? id);

/** Who wrote it, what was decided about them before, what others say, and what happened with the case. */
export const AuthorPane = ({ detail, onOpen }: { detail: CaseDetail; onOpen: (caseId: string) => void }) => {
  const t = useTranslate();
  const { author } = detail;
  const one = detail.case;
  return (
    <div className="flex flex-col">
      <Part title={t('moderation.author')}>
        <div className="flex items-center justify-between gap-2">
          <span className="truncate font-medium">{detail.people[author.user_id] ?? t('moderation.unknown')}</span>
          <CopyId id={author.user_id} what={t('moderation.author_id')} />
        </div>
        <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
          <dt className="text-muted">{t('moderation.strikes')}</dt>
          <dd className={author.strikes > 0 ? 'font-medium text-danger' : undefined}>{author.strikes}</dd>
          <dt className="text-muted">{t('moderation.messages')}</dt>
          <dd>
            <Count value={author.messages} />
          </dd>
          {author.first_message_at && (
            <>
              <dt className="text-muted">{t('moderation.since')}</dt>
              <dd>
                <RelativeTime at={author.first_message_at} />
              </dd>
            </>
          )}
        </dl>
        <ul className="flex flex-col">
          {author.cases
            .filter(({ case_id }) => case_id !== one.case_id)
            .map((other) => (
              <li key={other.case_id}>
                <button
                  type="button"
                  onClick={() => onOpen(other.case_id)}
                  className="row-focus flex min-h-7 w-full items-center gap-2 rounded-sm px-1 text-left hover:bg-hover"
                >
                  <SeverityMark severity={other.severity} />
                  <Issues issues={other.issues} limit={1} />
                  <span className="ml-auto">
                    {other.decision ? (
                      <DecisionBadge action={other.decision} />
                    ) : (
                      <RelativeTime at={other.opened_at} className="text-xs text-muted" />
                    )}
                  </span>
                </button>
              </li>
            ))}
        </ul>
      </Part>
      {one.appeal && (
        <Part title={t('moderation.appeal')}>
          <p className="whitespace-pre-wrap break-words">{one.appeal.text}</p>
          <p className="text-xs text-muted">
            {t(`moderation.outcome.${one.appeal.outcome}`)} · <RelativeTime at={one.appeal.at} />
          </p>
        </Part>
      )}
      {one.reports.length > 0 && (
        <Part title={t('moderation.reports')}>
          {one.reports.map((report) => (
            <p key={report.by} className="break-words">
              <span className="font-medium">{t(`moderation.policy.${report.category}`)}</span>{' '}
              {report.note && <span className="text-muted">{report.note}</span>}
            </p>
          ))}
        </Part>
      )}
      {one.notes.length > 0 && (
        <Part title={t('moderation.notes')}>
          {one.notes.map((note) => (
            <p key={`${note.by}${note.at.getTime()}`} className="break-words">
              {note.text}{' '}
              <span className="text-xs text-muted">
                {nameOf(detail, note.by, '')} · <RelativeTime at={note.at} />
              </span>
            </p>
          ))}
        </Part>
      )}
      <Part title={t('moderation.history')}>
        <ol className="flex flex-col gap-1 text-xs">
          {one.history.toReversed().map((step) => (
            <li key={`${step.what}${step.at.getTime()}`} className="flex flex-wrap gap-x-1 text-muted">
              <span className="text-text">{t(`moderation.step.${step.what}`)}</span>
              {step.note && <span className="min-w-0 break-words">{step.note}</span>}
              <span>
                {nameOf(detail, step.by, t('moderation.service'))} · <RelativeTime at={step.at} />
              </span>
            </li>
          ))}
        </ol>
      </Part>
    </div>
  );
};
