'use client';

import type { PolicyView } from '@message-service/shared/safety';
import type { ReactNode } from 'react';
import { formatExact } from '@/ui/format';
import { Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { Select } from '@/ui/select';
import { RelativeTime } from '@/ui/time';
import { PolicyDiff } from './policy-diff';

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-h-7 items-baseline justify-between gap-3">
    <dt className="text-muted">{label}</dt>
    <dd className="text-right">{children}</dd>
  </div>
);

type Props = {
  policy: PolicyView;
  active: PolicyView;
  policies: readonly PolicyView[];
  actions: ReactNode;
  onChoose: (name: string) => void;
};

/** A policy that is or was being tried: how it differs, how much it has judged, and what can be done with it. */
export const TrialPanel = ({ policy, active, policies, actions, onChoose }: Props) => {
  const { locale, t } = usePreferences();
  const number = (value: number) => formatExact(locale, value);
  const { replay } = policy;
  const share = policy.judged === 0 ? 0 : policy.changed / policy.judged;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <Panel title={policy.name} note={t(`safety.status.${policy.status}`)} actions={actions}>
      <div className="grid gap-x-8 gap-y-3 p-4 md:grid-cols-2">
        <div className="flex flex-col gap-2">
          <Select
            label={t('safety.policy')}
            value={policy.name}
            onChange={onChoose}
            options={policies.map(({ name, status }) => ({
              value: name,
              text: `${name} – ${t(`safety.status.${status}`)}`,
            }))}
          />
          {policy.note && <p className="break-words">{policy.note}</p>}
          <h3 className="text-xs text-muted">{t('safety.differs')}</h3>
          <PolicyDiff base={active.policy} other={policy.policy} />
        </div>
        <dl>
          <Fact label={t('safety.judged')}>{number(policy.judged)}</Fact>
          <Fact label={t('safety.changed')}>
            {number(policy.changed)} <span className="text-muted">{percent.format(share)}</span>
          </Fact>
          {replay && replay.wanted > 0 && (
            <Fact label={t('safety.replayed')}>
              <span className="inline-flex items-center gap-2">
                {!replay.finished && (
                  <progress
                    aria-label={t('safety.replayed')}
                    max={replay.wanted}
                    value={replay.done}
                    className="h-1.5 w-24 appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent"
                  />
                )}
                {replay.finished && replay.done < replay.wanted
                  ? t('safety.replay_all', { done: number(replay.done) })
                  : t('safety.replay_done', { done: number(replay.done), wanted: number(replay.wanted) })}
              </span>
            </Fact>
          )}
          {policy.created_at && (
            <Fact label={t('safety.since')}>
              <RelativeTime at={policy.created_at} />
            </Fact>
          )}
        </dl>
      </div>
    </Panel>
  );
};
