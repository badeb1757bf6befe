'use client';

import type { Budget, SetBudgetInput } from '@message-service/shared/budgets';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client';
import { useTranslate } from '@/ui/preferences';
import { toast } from '@/ui/toast';
import { nameOf } from './budget-text';

const UNDO_MS = 10_000;

const toInput = ({ scope, key, unit, warn_at, stop_at }: Budget): SetBudgetInput => ({
  scope,
  key,
  unit,
  warn_at,
  stop_at,
});

/** Sets and removes budgets; each act is told of, and can be taken back for ten seconds. */
export const useBudgetActs = (all: readonly Budget[], onDone: () => void) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: trpc.budgets.list.queryKey() });
  const set = useMutation(trpc.budgets.set.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.budgets.remove.mutationOptions({ onSuccess }));
  const tell = (text: string, run: () => void) =>
    toast({ tone: 'ok', text, lifetimeMs: UNDO_MS, action: { label: t('budgets.undo'), run } });
  return {
    set,
    remove,
    save: (input: SetBudgetInput) => {
      const before = all.find(
        ({ scope, key, unit }) => scope === input.scope && key === input.key && unit === input.unit,
      );
      const done = (saved: Budget) => {
        onDone();
        tell(t('budgets.saved', { name: nameOf(t, saved) }), () =>
          before ? set.mutate(toInput(before)) : remove.mutate({ budget_id: saved.budget_id }),
        );
      };
      set.mutate(input, { onSuccess: done });
    },
    takeAway: (budget: Budget) => {
      const done = () => {
        onDone();
        tell(t('budgets.removed', { name: nameOf(t, budget) }), () => set.mutate(toInput(budget)));
      };
      remove.mutate({ budget_id: budget.budget_id }, { onSuccess: done });
    },
  };
};
