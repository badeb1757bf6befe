'use client';

import type { DifferencePage, PolicyView } from '@message-service/shared/safety';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { formatExact } from '@/ui/format';
import { Kbd } from '@/ui/kbd';
import { usePreferences } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { toast } from '@/ui/toast';
import { ActDialog } from '../messages/act-dialog';
import { differencesQuery } from './shadow-query';

const NONE: DifferencePage['counts'] = { stricter: 0, looser: 0, other: 0 };

type Props = { policy: PolicyView; active: PolicyView };

/** Puts a policy into force or ends its trial, after saying what it judged differently. */
export const PolicyActs = ({ policy, active }: Props) => {
  const { locale, t } = usePreferences();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [asking, setAsking] = useState<'promote' | 'drop' | null>(null);
  const first = useInfiniteQuery(differencesQuery(useTRPCClient(), policy.name, {}));
  const counts = first.data?.pages[0]?.counts ?? NONE;
  const done = (key: 'safety.promoted' | 'safety.dropped') => () => {
    setAsking(null);
    toast({ tone: 'ok', text: t(key, { name: policy.name }) });
    void client.invalidateQueries({ queryKey: trpc.safety.policies.queryKey() });
  };
  const promote = useMutation(trpc.safety.promotePolicy.mutationOptions({ onSuccess: done('safety.promoted') }));
  const drop = useMutation(trpc.safety.dropPolicy.mutationOptions({ onSuccess: done('safety.dropped') }));
  const mayPromote = policy.status !== 'active';
  const mayDrop = policy.status === 'shadow';
  useShortcut('p', t('safety.promote'), () => mayPromote && setAsking('promote'));
  useShortcut('e', t('safety.drop'), () => mayDrop && setAsking('drop'));
  const number = (value: number) => formatExact(locale, value);
  const input = (reason: string | undefined) => ({ policy_name: policy.name, ...(reason ? { reason } : {}) });
  return (
    <>
      {mayDrop && (
        <Button size="sm" aria-keyshortcuts="e" onClick={() => setAsking('drop')}>
          {t('safety.drop')} <Kbd>e</Kbd>
        </Button>
      )}
      {mayPromote && (
        <Button size="sm" look="primary" aria-keyshortcuts="p" onClick={() => setAsking('promote')}>
          {t('safety.promote')} <Kbd>p</Kbd>
        </Button>
      )}
      {asking === 'promote' && (
        <ActDialog
          title={`${t('safety.promote')}: ${policy.name}`}
          action={t('safety.promote')}
          busy={promote.isPending}
          error={promote.error}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => promote.mutate(input(reason))}
        >
          <p>{t('safety.promote_body', { name: policy.name, active: active.name })}</p>
          <p>
            {t('safety.promote_counts', {
              judged: number(policy.judged),
              changed: number(policy.changed),
              stricter: number(counts.stricter),
              looser: number(counts.looser),
              other: number(counts.other),
            })}
          </p>
          {policy.replay?.finished === false && <p className="text-warn">{t('safety.promote_running')}</p>}
        </ActDialog>
      )}
      {asking === 'drop' && (
        <ActDialog
          title={`${t('safety.drop')}: ${policy.name}`}
          action={t('safety.drop')}
          busy={drop.isPending}
          error={drop.error}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => drop.mutate(input(reason))}
        >
          <p>{t('safety.drop_body', { name: policy.name })}</p>
        </ActDialog>
      )}
    </>
  );
};
