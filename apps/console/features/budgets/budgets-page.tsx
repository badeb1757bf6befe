'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { useLiveWindow } from '../analytics/use-live-window';
import { PageHeader } from '../shell/page-header';
import { isAdmin } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import { BudgetDialog } from './budget-dialog';
import { BudgetRow } from './budget-row';
import { type BudgetWithStates, inOrder } from './budget-text';
import { RemoveDialog } from './remove-dialog';
import { useBudgetActs } from './use-budget-acts';

type Asking = { what: 'create' } | { what: 'edit' | 'remove'; budget: BudgetWithStates };

/** What may be spent in a day, and how much of it is. */
export const BudgetsPage = () => {
  const t = useTranslate();
  const trpc = useTRPC();
  const { roles } = useUser();
  const content = useRef<HTMLDivElement>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const list = useQuery(trpc.budgets.list.queryOptions());
  const { live } = useLiveWindow(() => void list.refetch());
  useRowKeys(content);
  const all = inOrder(list.data?.items ?? []);
  const close = () => {
    setAsking(null);
    acts.set.reset();
    acts.remove.reset();
  };
  const acts = useBudgetActs(all, close);
  const mayChange = isAdmin(roles);
  useShortcut('n', t('budgets.create'), () => mayChange && setAsking({ what: 'create' }));

  const create = mayChange && (
    <Button size="sm" look="primary" aria-keyshortcuts="n" onClick={() => setAsking({ what: 'create' })}>
      <Plus className="size-4" aria-hidden />
      {t('budgets.create')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('budgets.title')} live={live}>
        {all.length > 0 && create}
      </PageHeader>
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto max-w-4xl">
          <Panel title={t('budgets.list')}>
            {list.data ? (
              all.length > 0 ? (
                <ul>
                  {all.map((budget) => (
                    <BudgetRow
                      key={budget.budget_id}
                      budget={budget}
                      {...(mayChange
                        ? {
                            onEdit: () => setAsking({ what: 'edit', budget }),
                            onRemove: () => setAsking({ what: 'remove', budget }),
                          }
                        : {})}
                    />
                  ))}
                </ul>
              ) : (
                <Empty title={t('budgets.none')} hint={t('budgets.none_hint')} action={create} />
              )
            ) : list.error ? (
              <Failure error={list.error} onRetry={() => void list.refetch()} />
            ) : (
              <SkeletonRows rows={4} />
            )}
          </Panel>
        </div>
      </div>
      {asking?.what === 'remove' ? (
        <RemoveDialog
          budget={asking.budget}
          busy={acts.remove.isPending}
          error={acts.remove.error}
          onClose={close}
          onConfirm={() => acts.takeAway(asking.budget)}
        />
      ) : (
        asking && (
          <BudgetDialog
            budget={asking.what === 'edit' ? asking.budget : undefined}
            all={all}
            busy={acts.set.isPending}
            error={acts.set.error}
            onClose={close}
            onSave={acts.save}
          />
        )
      )}
    </>
  );
};
