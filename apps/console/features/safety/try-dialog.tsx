'use client';

import type { PolicyList, PolicyView, SafetyPolicy } from '@message-service/shared/safety';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Field } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { Select } from '@/ui/select';
import { FILTERS } from './names';
import { PiiFields } from './pii-fields';
import { changesBetween } from './policy-changes';
import { PolicyDiff } from './policy-diff';

const OFF = 'off';

type Props = {
  active: PolicyView;
  versions: PolicyList['versions'];
  /** What was chosen beside the policy in force already. */
  pii: SafetyPolicy['pii'];
  /** The trial that this one would end. */
  running: PolicyView | undefined;
  onClose: () => void;
  onTried: (name: string) => void;
};

/** Asks in what a policy should differ from the one in force, and over how many of the last messages it is tried. */
export const TryDialog = ({ active, versions, pii, running, onClose, onTried }: Props) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const first = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState<SafetyPolicy>({ ...active.policy, pii });
  useEffect(() => first.current?.focus(), []);
  const tried = useMutation(
    trpc.safety.tryPolicy.mutationOptions({
      onSuccess: ({ name }) => {
        void client.invalidateQueries({ queryKey: trpc.safety.policies.queryKey() });
        onTried(name);
      },
    }),
  );
  const changes = changesBetween(active.policy, wanted);
  const isSame = Object.keys(changes).length === 0;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const note = text('note');
    tried.mutate({ name: text('name'), replay: Number(text('replay')), ...(note ? { note } : {}), ...changes });
  };
  const threshold = (name: 'review_threshold' | 'block_threshold') => (
    <Field
      label={t(`safety.${name}`)}
      type="number"
      min={0}
      max={1}
      step={0.01}
      required
      defaultValue={wanted[name]}
      onChange={(event) => setWanted({ ...wanted, [name]: Number(event.target.value) })}
    />
  );
  return (
    <Dialog title={t('safety.try')} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        <p className="text-muted">{t('safety.try_body')}</p>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Field
            ref={first}
            label={t('safety.name')}
            name="name"
            required
            pattern="[a-z0-9][a-z0-9\-]{0,39}"
            title={t('safety.name_hint')}
            autoComplete="off"
          />
          <Field
            label={t('safety.replay')}
            name="replay"
            type="number"
            min={0}
            max={50_000}
            required
            defaultValue={1_000}
          />
          {threshold('review_threshold')}
          {threshold('block_threshold')}
        </div>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">{t('safety.filters')}</legend>
          {FILTERS.map((name) => {
            const { enabled, version } = wanted.filters[name];
            return (
              <div key={name} className="flex min-h-8 items-center justify-between gap-3">
                <span aria-hidden className="text-muted">
                  {t(`safety.filter.${name}`)}
                </span>
                <Select
                  label={t(`safety.filter.${name}`)}
                  value={enabled ? String(version) : OFF}
                  onChange={(value) => {
                    const chosen =
                      value === OFF ? { enabled: false, version } : { enabled: true, version: Number(value) };
                    setWanted({ ...wanted, filters: { ...wanted.filters, [name]: chosen } });
                  }}
                  options={[
                    { value: OFF, text: t('safety.off') },
                    ...versions[name].map((one) => ({
                      value: String(one),
                      text: t('safety.version', { version: one }),
                    })),
                  ]}
                />
              </div>
            );
          })}
        </fieldset>
        <PiiFields pii={wanted.pii} onChange={(next) => setWanted({ ...wanted, pii: next })} />
        <label className="inline-flex items-center gap-2">
          <input
            type="checkbox"
            checked={wanted.mask_profanity}
            onChange={(event) => setWanted({ ...wanted, mask_profanity: event.target.checked })}
            className="size-3.5 accent-(--accent)"
          />
          {t('safety.mask_profanity')}
        </label>
        <Field
          label={t('safety.languages')}
          pattern="([a-z]{2})?(,\s*[a-z]{2})*"
          defaultValue={wanted.languages.join(', ')}
          autoComplete="off"
          onChange={(event) => {
            const languages = event.target.value.split(',').map((code) => code.trim());
            setWanted({ ...wanted, languages: languages.filter((code) => code !== '') });
          }}
        />
        <Field label={t('safety.note')} name="note" maxLength={500} autoComplete="off" />
        <section aria-label={t('safety.differs')} aria-live="polite" className="flex flex-col gap-1">
          <h3 className="font-medium">{t('safety.differs')}</h3>
          <PolicyDiff base={active.policy} other={wanted} />
          {running && <p className="text-warn">{t('safety.try_replaces', { name: running.name })}</p>}
        </section>
        {tried.error ? <Failure error={tried.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" look="primary" disabled={tried.isPending || isSame}>
            {t('safety.try')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
