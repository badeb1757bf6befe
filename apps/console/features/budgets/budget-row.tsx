'use client';

import Link from 'next/link';
import { Button } from '@/ui/button';
import { shortenId } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { BudgetBar } from './budget-bar';
import { type BudgetWithStates, nameOf } from './budget-text';

const MOST_SHOWN = 5;
const NOTHING = { spent: 0, reserved: 0, refused: 0 };

type Props = { budget: BudgetWithStates; onEdit?: () => void; onRemove?: () => void };

/** What was spent of it, in the figures of tokens. */
const usageHref = (scope: BudgetWithStates['scope'], key: string): string => {
  if (scope === 'all' || key === '*') return `/analytics/tokens?by=${scope === 'all' ? 'day' : scope}&range=7d`;
  return `/analytics/tokens?${scope === 'user' ? 'user_id' : scope}=${encodeURIComponent(key)}&by=day&range=7d`;
};

/** One budget and how it stands today; where each has one, the fullest. */
export const BudgetRow = ({ budget, onEdit, onRemove }: Props) => {
  const { t } = usePreferences();
  const { scope, key, states } = budget;
  const name = nameOf(t, budget);
  const isEach = scope !== 'all' && key === '*';
  const shown = isEach ? states.slice(0, MOST_SHOWN) : [states[0] ?? { ...NOTHING, key }];
  const spoken = `${name}, ${t(`budgets.unit.${budget.unit}`)}`;
  return (
    <li aria-label={spoken} className="flex flex-col gap-2 border-t px-4 py-3 first:border-t-0">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          data-row
          href={usageHref(scope, key)}
          title={isEach ? undefined : key}
          className="row-focus min-w-0 truncate font-semibold hover:underline"
        >
          {name}
        </Link>
        <span className="text-xs text-muted">{t(`budgets.unit.${budget.unit}`)}</span>
        {onEdit && onRemove && (
          <span className="ml-auto flex gap-2">
            <Button size="sm" aria-label={t('budgets.edit_of', { name })} onClick={onEdit}>
              {t('budgets.edit')}
            </Button>
            <Button size="sm" aria-label={t('budgets.remove_of', { name })} onClick={onRemove}>
              {t('budgets.remove')}
            </Button>
          </span>
        )}
      </div>
      {isEach && states.length === 0 && <BudgetBar budget={budget} state={NOTHING} label={spoken} />}
      {shown.map((state) => (
        <div key={state.key} className="flex flex-col gap-1">
          {isEach && (
            <Link
              href={usageHref(scope, state.key)}
              title={state.key}
              className="row-focus self-start font-mono text-xs hover:underline"
            >
              {scope === 'user' ? shortenId(state.key) : state.key}
            </Link>
          )}
          <BudgetBar budget={budget} state={state} label={isEach ? `${spoken}, ${state.key}` : spoken} />
        </div>
      ))}
      {isEach && states.length > MOST_SHOWN && (
        <p className="text-xs text-muted">{t.plural('budgets.more', states.length - MOST_SHOWN)}</p>
      )}
    </li>
  );
};
