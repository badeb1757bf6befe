'use client';

import type { SafetyPolicy } from '@message-service/shared/safety';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { inputClass } from '@/ui/field';
import { Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { Skeleton } from '@/ui/skeleton';
import { Issues } from '../moderation/desk-looks';
import { DecisionMark } from './decision-mark';
import { PiiFields } from './pii-fields';

const WRITING_MS = 300;
const MOST_CHARACTERS = 50_000;

/** The value once it has not changed for a moment. */
const useSettled = <T,>(value: T): T => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), WRITING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
};

type Props = {
  /** As in force. */
  base: SafetyPolicy;
  pii: SafetyPolicy['pii'];
  onPii: (pii: SafetyPolicy['pii']) => void;
  /** Null for those who may not. */
  onTry: (() => void) | null;
};

/** What a text would become, by what is chosen for each kind of personal data. */
export const PreviewPanel = ({ base, pii, onPii, onTry }: Props) => {
  const t = useTranslate();
  const api = useTRPCClient();
  const [text, setText] = useState(() => t('safety.preview_sample'));
  const asked = useSettled(text);
  const found = useQuery({
    queryKey: ['safety.preview', asked, pii],
    queryFn: ({ signal }) => api.safety.preview.mutate({ text: asked, pii }, { signal }),
    enabled: asked !== '',
    placeholderData: (known) => known,
    gcTime: 0,
  });
  const isChanged = JSON.stringify(pii) !== JSON.stringify(base.pii);
  return (
    <Panel title={t('safety.preview')} note={t('safety.preview_keeps')}>
      <div className="flex flex-col gap-4 p-4">
        <PiiFields pii={pii} onChange={onPii} />
        <label className="flex flex-col gap-1 font-medium">
          {t('safety.preview_text')}
          <textarea
            rows={4}
            maxLength={MOST_CHARACTERS}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={`${inputClass} h-auto py-1.5 font-normal`}
          />
        </label>
        <section aria-label={t('safety.preview_becomes')} aria-live="polite" className="flex flex-col gap-1.5">
          <h3 className="font-medium">{t('safety.preview_becomes')}</h3>
          {found.error ? (
            <Failure error={found.error} onRetry={() => void found.refetch()} />
          ) : asked === '' ? null : found.data ? (
            <>
              <p className="max-h-60 overflow-y-auto rounded-md bg-hover px-2.5 py-1.5 break-words whitespace-pre-wrap">
                {found.data.becomes}
              </p>
              <span className="flex flex-wrap items-center gap-2">
                <DecisionMark decision={found.data.decision} score={found.data.safety_score} />
                <Issues issues={found.data.detected_issues} limit={8} />
              </span>
              <p className="text-muted">{t(`safety.preview_${found.data.decision}`)}</p>
            </>
          ) : (
            <Skeleton className="h-16" />
          )}
        </section>
        {isChanged && (
          <div className="flex justify-end gap-2">
            <Button size="sm" onClick={() => onPii(base.pii)}>
              {t('safety.preview_reset')}
            </Button>
            {onTry && (
              <Button size="sm" look="primary" onClick={onTry}>
                {t('safety.preview_try')}
              </Button>
            )}
          </div>
        )}
      </div>
    </Panel>
  );
};
