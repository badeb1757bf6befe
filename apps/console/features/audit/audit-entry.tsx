'use client';

import type { AuditEntryView, AuditFacts } from '@message-service/shared/audit';
import Link from 'next/link';
import { CopyId } from '@/ui/copy-id';
import { useTranslate } from '@/ui/preferences';
import { ExactTime } from '@/ui/time';

const PAGES: Record<string, (id: string) => string> = {
  message: (id) => `/messages/${id}`,
  conversation: (id) => `/conversations/${id}`,
  user: (id) => `/users?user=${id}&text=${id}`,
  alert: (id) => `/alerts?show=all&alert=${id}`,
};

const textOf = (value: AuditFacts[string] | undefined): string =>
  Array.isArray(value) ? value.join(', ') : value === undefined || value === null ? '–' : String(value);

const Facts = ({ title, facts }: { title: string; facts: AuditFacts }) => (
  <div className="min-w-0">
    <h3 className="text-xs text-muted">{title}</h3>
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="break-words">{textOf(value)}</dd>
        </div>
      ))}
    </dl>
  </div>
);

/** All that an entry says. */
export const AuditEntry = ({ entry }: { entry: AuditEntryView }) => {
  const t = useTranslate();
  const page = PAGES[entry.target.type];
  const { before, after, details } = entry;
  return (
    <div className="grid grid-cols-1 gap-3 text-xs md:grid-cols-3">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <dt className="text-muted">{t('audit.column.when')}</dt>
        <dd>
          <ExactTime at={entry.at} />
        </dd>
        <dt className="text-muted">{t('audit.roles')}</dt>
        <dd>{entry.actor.roles.map((role) => t(`role.${role}`)).join(', ')}</dd>
        <dt className="text-muted">{t('audit.column.target')}</dt>
        <dd className="break-all">
          {page ? (
            <Link className="font-mono text-accent-text hover:underline" href={page(entry.target.id)}>
              {entry.target.id}
            </Link>
          ) : (
            <span className="font-mono">{entry.target.id}</span>
          )}
        </dd>
        <dt className="text-muted">{t('audit.trace')}</dt>
        <dd>{entry.trace_id ? <CopyId id={entry.trace_id} what={t('audit.trace')} className="-ml-1" /> : '–'}</dd>
        <dt className="text-muted">{t('audit.address')}</dt>
        <dd>
          {entry.address_hash ? <CopyId id={entry.address_hash} what={t('audit.address')} className="-ml-1" /> : '–'}
        </dd>
        <dt className="text-muted">{t('audit.hash')}</dt>
        <dd>
          {entry.hash ? <CopyId id={entry.hash} what={t('audit.hash')} className="-ml-1" /> : t('audit.unchained')}
        </dd>
      </dl>
      {Object.keys(details).length > 0 && <Facts title={t('audit.details')} facts={details} />}
      {(before || after) && (
        <div className="grid min-w-0 grid-cols-2 gap-3">
          {before && <Facts title={t('audit.before')} facts={before} />}
          {after && <Facts title={t('audit.after')} facts={after} />}
        </div>
      )}
    </div>
  );
};
