import type { Budget, BudgetList } from '@message-service/shared/budgets';
import type { Locale } from '@/i18n/locale';
import type { Translate } from '@/i18n/translate';
import { formatCompact, formatMoney, shortenId } from '@/ui/format';

export type BudgetWithStates = BudgetList['items'][number];

type Named = Pick<Budget, 'scope' | 'key'>;

/** Whose budget it is, as people would say it. */
export const nameOf = (t: Translate, { scope, key }: Named): string => {
  if (scope === 'all') return t('budgets.scope.all');
  if (key === '*') return t(`budgets.each.${scope}`);
  return `${t(`budgets.one.${scope}`)} ${scope === 'user' ? shortenId(key) : key}`;
};

const ORDER: readonly Budget['scope'][] = ['all', 'provider', 'model', 'user'];

/** Widest first, then each before the single ones, which stand in the order of their names. */
export const inOrder = <T extends Named>(budgets: readonly T[]): T[] =>
  budgets.toSorted((a, b) => ORDER.indexOf(a.scope) - ORDER.indexOf(b.scope) || (a.key < b.key ? -1 : 1));

/** How much of a limit, its unit said once. */
export const shareOf = (t: Translate, locale: Locale, unit: Budget['unit'], spent: number, limit: number): string =>
  t('budgets.of_limit', {
    spent: unit === 'usd' ? formatMoney(locale, spent) : formatCompact(locale, spent),
    limit: amountOf(t, locale, unit, limit),
  });

/** Dollars, or tokens. */
export const amountOf = (t: Translate, locale: Locale, unit: Budget['unit'], value: number): string =>
  unit === 'usd' ? formatMoney(locale, value) : t('budgets.tokens', { count: formatCompact(locale, value) });
