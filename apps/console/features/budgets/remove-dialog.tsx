'use client';

import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { usePreferences } from '@/ui/preferences';
import { type BudgetWithStates, nameOf, shareOf } from './budget-text';

type Props = { budget: BudgetWithStates; busy: boolean; error: unknown; onClose: () => void; onConfirm: () => void };

/** What taking a budget away means, before it is done. */
export const RemoveDialog = ({ budget, busy, error, onClose, onConfirm }: Props) => {
  const { locale, t } = usePreferences();
  const [fullest] = budget.states;
  const refused = budget.states.reduce((sum, state) => sum + state.refused, 0);
  const spent = shareOf(t, locale, budget.unit, fullest?.spent ?? 0, budget.stop_at);
  return (
    <Dialog title={t('budgets.remove_of', { name: nameOf(t, budget) })} onClose={onClose}>
      <div className="flex flex-col gap-4 p-4">
        <p>{t('budgets.remove_body')}</p>
        <p className="text-muted">{t('budgets.remove_now', { spent, refused })}</p>
        {error ? <Failure error={error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button look="danger" disabled={busy} onClick={onConfirm}>
            {t('budgets.remove')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
