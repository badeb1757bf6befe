'use client';

import type { DeadLetter } from '@message-service/shared/queues';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client';
import { formatExact } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { toast } from '@/ui/toast';
import { failureReason } from '../conversations/failure-reason';
import { ActDialog } from '../messages/act-dialog';

const CALLS_PER_MESSAGE = 3;

const countByCode = (rows: readonly DeadLetter[]) => {
  const counts = new Map<string, number>();
  for (const { code } of rows) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
};

type Props = { rows: readonly DeadLetter[]; onClose: () => void; onDone: () => void };

/** Says what retrying these messages means, does it, and says what became of them. */
export const RetrySelected = ({ rows, onClose, onDone }: Props) => {
  const { locale, t } = usePreferences();
  const trpc = useTRPC();
  const retry = useMutation(
    trpc.queues.retryMessages.mutationOptions({
      onSuccess: ({ retried, items }) => {
        const skipped = items.length - retried;
        const text = [t.plural('dead.retried', retried), skipped > 0 && t.plural('dead.skipped', skipped)];
        toast({ tone: skipped > 0 ? 'info' : 'ok', text: text.filter(Boolean).join('; ') });
        onDone();
      },
    }),
  );
  return (
    <ActDialog
      title={t.plural('dead.retry_title', rows.length)}
      action={t('act.retry')}
      busy={retry.isPending}
      error={retry.error}
      onClose={onClose}
      onConfirm={(reason) => retry.mutate({ message_ids: rows.map(({ message_id }) => message_id), reason })}
    >
      <div>
        <p>{t('dead.by_reason')}</p>
        <ul>
          {countByCode(rows).map(([code, count]) => (
            <li key={code} className="flex flex-wrap gap-x-2">
              <span className="w-8 text-right">{formatExact(locale, count)}</span>
              <code className="font-mono text-xs leading-5">{code}</code>
              <span className="text-muted">{failureReason(t, code)}</span>
            </li>
          ))}
        </ul>
      </div>
      <p>{t('dead.budget', { calls: formatExact(locale, rows.length * CALLS_PER_MESSAGE) })}</p>
      <p className="text-muted">{t('dead.undo')}</p>
    </ActDialog>
  );
};
