'use client';

import type { SafetyPolicy } from '@message-service/shared/safety';
import { useTranslate } from '@/ui/preferences';
import { Select } from '@/ui/select';
import { ACTIONS, ENTITIES } from './names';

type Props = { pii: SafetyPolicy['pii']; onChange: (pii: SafetyPolicy['pii']) => void };

/** What happens to each kind of personal data. */
export const PiiFields = ({ pii, onChange }: Props) => {
  const t = useTranslate();
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{t('safety.pii')}</legend>
      {ENTITIES.map((entity) => (
        <div key={entity} className="flex min-h-8 items-center justify-between gap-3">
          <span aria-hidden className="text-muted">
            {t(`safety.entity.${entity}`)}
          </span>
          <Select
            label={t(`safety.entity.${entity}`)}
            value={pii[entity]}
            onChange={(value) => {
              const action = ACTIONS.find((one) => one === value);
              if (action) onChange({ ...pii, [entity]: action });
            }}
            options={ACTIONS.map((action) => ({ value: action, text: t(`safety.action.${action}`) }))}
          />
        </div>
      ))}
    </fieldset>
  );
};
