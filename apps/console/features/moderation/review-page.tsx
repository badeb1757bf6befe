'use client';

import type { SubmitReviewInput } from '@message-service/shared/moderation';
import { useMutation, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { Kbd } from '@/ui/kbd';
import { Empty } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { SkeletonRows } from '@/ui/skeleton';
import { toast } from '@/ui/toast';
import { PageHeader } from '../shell/page-header';
import { CaseContext } from './case-context';
import { conflictText } from './conflict-text';
import { Issues, SeverityMark } from './desk-looks';
import { type Act, ActKey } from './use-acts';
import { useDeskSettings } from './use-desk-settings';

/** Decisions of others, taken again without seeing them, by the same keys as at the desk. */
export const ReviewPage = () => {
  const t = useTranslate();
  const trpc = useTRPC();
  const { settings } = useDeskSettings();
  const [revealed, setRevealed] = useState<string | null>(null);
  const next = useQuery(
    trpc.moderation.nextReview.queryOptions(undefined, { staleTime: 0, refetchOnWindowFocus: false }),
  );
  const task = next.data?.task;
  const submit = useMutation(
    trpc.moderation.submitReview.mutationOptions({
      onSuccess: ({ agrees, first }) =>
        toast({
          tone: agrees ? 'ok' : 'info',
          text: t(agrees ? 'moderation.review_agrees' : 'moderation.review_differs', {
            action: t(`moderation.done.${first}`),
          }),
        }),
      onError: (error) => toast({ tone: 'danger', text: conflictText(t, error) }),
      onSettled: () => next.refetch(),
    }),
  );
  const give = (action: SubmitReviewInput['action']) => {
    if (task && !submit.isPending) submit.mutate({ case_id: task.case_id, of_version: task.of_version, action });
  };
  const off = !task || submit.isPending;
  const acts: Act[] = [
    { key: 'a', label: t('moderation.approve'), off, run: () => give('approve') },
    { key: 'r', label: t('moderation.redact_plain'), off, run: () => give('redact') },
    { key: 'e', label: t('moderation.archive'), off, run: () => give('archive') },
    { key: 'd', label: t('moderation.dismiss'), off, run: () => give('dismiss') },
  ];
  const veiled =
    task !== null && task !== undefined && task.severity >= settings.blur_from && revealed !== task.case_id;
  useShortcut('b', t('moderation.reveal'), () => task && setRevealed(task.case_id));
  return (
    <>
      <PageHeader title={t('moderation.review')}>
        <Link href="/moderation" className="text-accent-text hover:underline">
          {t('moderation.title')}
        </Link>
      </PageHeader>
      {acts.map((act) => (
        <ActKey key={act.key} act={act} />
      ))}
      {task ? (
        <section aria-label={t('moderation.case')} className="flex min-h-0 flex-1 flex-col">
          <header className="flex min-h-11 flex-wrap items-center gap-3 border-b px-4 py-1">
            <SeverityMark severity={task.severity} word />
            <Issues issues={task.issues} limit={6} />
            <span className="ml-auto text-xs text-muted">
              {t.plural('moderation.review_waiting', next.data?.waiting ?? 0)}
            </span>
          </header>
          <CaseContext
            ids={{ case_id: task.case_id, message_id: task.message.message_id }}
            context={task.context}
            veiled={veiled}
            whole={!veiled}
          />
          {veiled && (
            <button
              type="button"
              aria-keyshortcuts="b"
              onClick={() => setRevealed(task.case_id)}
              className="border-t px-4 py-1.5 text-left text-xs text-accent-text hover:bg-hover"
            >
              {t('moderation.reveal_hint')}
            </button>
          )}
          <footer className="flex flex-wrap gap-1.5 border-t bg-panel px-4 py-2">
            {acts.map(({ key, label, run, off: disabled }) => (
              <Button key={key} size="sm" disabled={disabled} aria-keyshortcuts={key} onClick={run}>
                {label} <Kbd>{key}</Kbd>
              </Button>
            ))}
          </footer>
        </section>
      ) : next.data ? (
        <Empty title={t('moderation.review_none')} hint={t('moderation.review_hint')} />
      ) : next.error ? (
        <Failure error={next.error} onRetry={() => void next.refetch()} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </>
  );
};
