'use client';

import type { Budget } from '@message-service/shared/budgets';
import { cn } from '@/ui/cn';
import { usePreferences } from '@/ui/preferences';
import { amountOf, type BudgetWithStates, shareOf } from './budget-text';

type State = Pick<BudgetWithStates['states'][number], 'spent' | 'reserved' | 'refused'>;
type Props = { budget: Pick<Budget, 'unit' | 'warn_at' | 'stop_at'>; state: State; label: string };

const share = (part: number, whole: number) => `${Math.min(100, (part / whole) * 100).toFixed(2)}%`;

/** How full a budget is: what was spent, what running calls hold, where it warns, and where it ends. */
export const BudgetBar = ({ budget, state, label }: Props) => {
  const { locale, t } = usePreferences();
  const { unit, warn_at, stop_at } = budget;
  const { spent, reserved, refused } = state;
  const money = (value: number) => amountOf(t, locale, unit, value);
  const of = shareOf(t, locale, unit, spent, stop_at);
  const warned = spent + reserved > warn_at;
  const full = refused > 0 || spent + reserved >= stop_at;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{of}</span>
        {(full || warned) && (
          <span className={cn('text-xs', full ? 'text-danger' : 'text-warn')}>
            {t(full ? 'budgets.stopped' : 'budgets.warned')}
          </span>
        )}
        <span className="ml-auto text-xs text-muted">{t('budgets.warns', { amount: money(warn_at) })}</span>
      </div>
      <div className="relative">
        <meter aria-label={label} aria-valuetext={of} min={0} max={stop_at} value={spent} className="sr-only" />
        <svg className="block h-2.5 w-full rounded-sm" aria-hidden="true">
          <rect width="100%" height="100%" className="fill-line" />
          <rect width={share(spent + reserved, stop_at)} height="100%" className="fill-accent opacity-40" />
          <rect
            width={share(spent, stop_at)}
            height="100%"
            className={full ? 'fill-danger' : warned ? 'fill-warn' : 'fill-accent'}
          />
          <line
            x1={share(warn_at, stop_at)}
            x2={share(warn_at, stop_at)}
            y1="0"
            y2="100%"
            strokeWidth="2"
            className="stroke-text"
          />
        </svg>
      </div>
      <p className="flex flex-wrap gap-x-3 text-xs text-muted">
        {reserved > 0 && <span>{t('budgets.held', { amount: money(reserved) })}</span>}
        {refused > 0 && <span className="text-danger">{t.plural('budgets.refused', refused)}</span>}
        {spent + reserved === 0 && refused === 0 && <span>{t('budgets.nothing_yet')}</span>}
      </p>
    </div>
  );
};
