'use client';

import type { CaseDetail, HarmPolicy } from '@message-service/shared/moderation';
import { type RefObject, useId } from 'react';
import { Button } from '@/ui/button';
import { inputClass } from '@/ui/field';
import { Kbd } from '@/ui/kbd';
import { useTranslate } from '@/ui/preferences';
import type { Act } from './use-acts';

export const POLICIES: readonly HarmPolicy[] = [
  'harassment',
  'hate',
  'sexual',
  'sexual_minors',
  'violence',
  'self_harm',
  'dangerous',
  'personal_data',
  'spam',
  'prompt_injection',
  'profanity',
  'other',
];

export type Verdict = { policy: HarmPolicy | ''; reason: string; strike: boolean };
export const NO_VERDICT: Verdict = { policy: '', reason: '', strike: false };

type Props = {
  detail: CaseDetail;
  verdict: Verdict;
  acts: readonly Act[];
  policyRef: RefObject<HTMLSelectElement | null>;
  reasonRef: RefObject<HTMLInputElement | null>;
  onVerdict: (verdict: Verdict) => void;
};

/** What goes with a decision, and the decisions with their keys. */
export const VerdictBar = ({ detail, verdict, acts, policyRef, reasonRef, onVerdict }: Props) => {
  const t = useTranslate();
  const id = useId();
  const suggested = detail.suggested_policy;
  return (
    <footer className="flex shrink-0 flex-col gap-2 border-t bg-panel px-3 py-2 md:px-4">
      <div className="flex flex-wrap items-center gap-2">
        <select
          ref={policyRef}
          aria-label={t('moderation.policy')}
          aria-keyshortcuts="p"
          value={verdict.policy}
          onChange={(event) => onVerdict({ ...verdict, policy: event.target.value as HarmPolicy | '' })}
          className="h-8 min-w-0 flex-1 rounded-md border border-edge/70 bg-panel px-1.5 text-sm sm:flex-none"
        >
          <option value="">{suggested ? t(`moderation.policy.${suggested}`) : t('moderation.policy_none')}</option>
          {POLICIES.filter((policy) => policy !== suggested).map((policy) => (
            <option key={policy} value={policy}>
              {t(`moderation.policy.${policy}`)}
            </option>
          ))}
        </select>
        <input
          ref={reasonRef}
          aria-label={t('act.reason')}
          aria-keyshortcuts="i"
          placeholder={t('act.reason')}
          value={verdict.reason}
          maxLength={1_000}
          onChange={(event) => onVerdict({ ...verdict, reason: event.target.value })}
          className={`${inputClass} min-w-40 flex-1`}
        />
        <label htmlFor={id} className="inline-flex items-center gap-1.5">
          <input
            id={id}
            type="checkbox"
            aria-keyshortcuts="y"
            checked={verdict.strike}
            onChange={(event) => onVerdict({ ...verdict, strike: event.target.checked })}
            className="size-3.5 accent-(--accent)"
          />
          {t('moderation.strike')} <Kbd>y</Kbd>
        </label>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {acts.map(({ key, label, look, run, off }) => (
          <Button key={key} size="sm" look={look ?? 'default'} disabled={off} aria-keyshortcuts={key} onClick={run}>
            {label} <Kbd>{key}</Kbd>
          </Button>
        ))}
      </div>
    </footer>
  );
};
