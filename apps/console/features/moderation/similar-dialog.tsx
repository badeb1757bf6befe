'use client';

import type { DecisionAction } from '@message-service/shared/moderation';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Empty } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { Veiled } from './desk-looks';
import type { Wanted } from './use-decisions';

const ACTIONS: readonly Exclude<DecisionAction, 'escalate'>[] = ['dismiss', 'approve', 'redact', 'archive'];

type Props = {
  own: Wanted;
  veiled: boolean;
  onClose: () => void;
  onConfirm: (cases: Wanted[], action: DecisionAction) => void;
};

/** Waiting cases whose text is nearly the same: what a decision about all of them would be about. */
export const SimilarDialog = ({ own, veiled, onClose, onConfirm }: Props) => {
  const { locale, t } = usePreferences();
  const trpc = useTRPC();
  const found = useQuery(trpc.moderation.similar.queryOptions({ case_id: own.case_id }));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const chosen = (found.data?.items ?? []).filter(({ case_id }) => !left.has(case_id));
  const toggle = (id: string) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  return (
    <Dialog title={t('moderation.similar')} onClose={onClose}>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4">
        {found.data ? (
          found.data.items.length > 0 ? (
            <>
              <ul className="flex flex-col">
                {found.data.items.map(({ case_id, excerpt, similarity }) => (
                  <li key={case_id}>
                    <label className="flex items-start gap-2 border-b py-1.5">
                      <input
                        type="checkbox"
                        checked={!left.has(case_id)}
                        onChange={() => toggle(case_id)}
                        className="mt-1 size-3.5 accent-(--accent)"
                      />
                      <Veiled veiled={veiled} className="min-w-0 flex-1 break-words">
                        {excerpt ?? t('moderation.message_gone')}
                      </Veiled>
                      <span className="text-xs text-muted">{percent.format(similarity)}</span>
                    </label>
                  </li>
                ))}
              </ul>
              <p className="text-muted">{t('moderation.similar_body', { count: chosen.length + 1 })}</p>
              <div className="flex flex-wrap justify-end gap-2">
                {ACTIONS.map((action) => (
                  <Button
                    key={action}
                    size="sm"
                    onClick={() =>
                      onConfirm([own, ...chosen.map(({ case_id, version }) => ({ case_id, version }))], action)
                    }
                  >
                    {t(`moderation.${action === 'redact' ? 'redact_all' : action}`)}
                  </Button>
                ))}
              </div>
            </>
          ) : (
            <Empty title={t('moderation.similar_none')} />
          )
        ) : found.error ? (
          <Failure error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <SkeletonRows rows={3} />
        )}
      </div>
    </Dialog>
  );
};
