'use client';

import type { Budget, SetBudgetInput } from '@message-service/shared/budgets';
import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Field, inputClass } from '@/ui/field';
import { usePreferences } from '@/ui/preferences';
import { amountOf, nameOf } from './budget-text';

const SCOPES = ['all', 'user', 'provider', 'model'] as const;
const UNITS = ['usd', 'tokens'] as const;

type Props = {
  /** What is to be changed; a new one without. */
  budget: Budget | undefined;
  all: readonly Budget[];
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onSave: (input: SetBudgetInput) => void;
};

/** What may be spent in a day, by whom, and where it warns before that. */
export const BudgetDialog = ({ budget, all, busy, error, onClose, onSave }: Props) => {
  const { locale, t } = usePreferences();
  const [scope, setScope] = useState<Budget['scope']>(budget?.scope ?? 'all');
  const [unit, setUnit] = useState<Budget['unit']>(budget?.unit ?? 'usd');
  const [key, setKey] = useState(budget && budget.key !== '*' ? budget.key : '');
  const [misplaced, setMisplaced] = useState(false);
  const wholeKey = scope === 'all' || key.trim() === '' ? '*' : key.trim();
  const replaced = budget
    ? undefined
    : all.find((other) => other.scope === scope && other.key === wholeKey && other.unit === unit);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [warn_at, stop_at] = [Number(form.get('warn_at')), Number(form.get('stop_at'))];
    setMisplaced(warn_at > stop_at);
    if (warn_at <= stop_at) onSave({ scope, key: wholeKey, unit, warn_at, stop_at });
  };
  const step = unit === 'usd' ? 'any' : '1';
  const amount = { type: 'number', required: true, step, min: unit === 'usd' ? '0.000001' : '1', max: '1000000000' };
  const title = budget ? t('budgets.edit_of', { name: nameOf(t, budget) }) : t('budgets.create');
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        {!budget && (
          <>
            <label className="flex flex-col gap-1 font-medium">
              {t('budgets.scope')}
              <select
                value={scope}
                onChange={(event) => setScope(SCOPES.find((name) => name === event.target.value) ?? 'all')}
                className={`${inputClass} font-normal`}
              >
                {SCOPES.map((name) => (
                  <option key={name} value={name}>
                    {t(`budgets.scope.${name}`)}
                  </option>
                ))}
              </select>
            </label>
            {scope !== 'all' && (
              <div className="flex flex-col gap-1">
                <Field
                  label={t('budgets.key')}
                  value={key}
                  onChange={(event) => setKey(event.target.value)}
                  maxLength={200}
                  autoComplete="off"
                  spellCheck={false}
                />
                <p className="text-xs text-muted">{t('budgets.key_hint')}</p>
              </div>
            )}
            <label className="flex flex-col gap-1 font-medium">
              {t('budgets.unit')}
              <select
                value={unit}
                onChange={(event) => setUnit(UNITS.find((name) => name === event.target.value) ?? 'usd')}
                className={`${inputClass} font-normal`}
              >
                {UNITS.map((name) => (
                  <option key={name} value={name}>
                    {t(`budgets.unit.${name}`)}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field
            label={t('budgets.warn_at')}
            name="warn_at"
            defaultValue={budget?.warn_at}
            error={misplaced ? t('budgets.warn_above_stop') : undefined}
            {...amount}
          />
          <Field label={t('budgets.stop_at')} name="stop_at" defaultValue={budget?.stop_at} {...amount} />
        </div>
        {replaced && (
          <p className="text-warn">
            {t('budgets.replaces', {
              warn: amountOf(t, locale, unit, replaced.warn_at),
              stop: amountOf(t, locale, unit, replaced.stop_at),
            })}
          </p>
        )}
        {error ? <Failure error={error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t('budgets.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
