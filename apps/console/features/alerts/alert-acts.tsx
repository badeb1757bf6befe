'use client';

import type { Alert } from '@message-service/shared/alerts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { ActDialog } from '../messages/act-dialog';
import { isAdmin } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import { alertsKey } from './alerts-query';
import { MuteDialog } from './mute-dialog';

/** What an admin may do with an alert that is not over. */
export const AlertActs = ({ alert }: { alert: Alert }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const { roles } = useUser();
  const [asking, setAsking] = useState<'acknowledge' | 'mute' | null>(null);
  const { alert_id, state } = alert;
  const onSuccess = () => {
    setAsking(null);
    void client.invalidateQueries({ queryKey: alertsKey });
    void client.invalidateQueries({ queryKey: trpc.alerts.get.queryKey({ alert_id }) });
    void client.invalidateQueries({ queryKey: trpc.alerts.overview.queryKey() });
  };
  const acknowledge = useMutation(trpc.alerts.acknowledge.mutationOptions({ onSuccess }));
  const mute = useMutation(trpc.alerts.mute.mutationOptions({ onSuccess }));
  const unmute = useMutation(trpc.alerts.unmute.mutationOptions({ onSuccess }));
  const mayAct = isAdmin(roles) && state !== 'resolved';
  const mayAcknowledge = mayAct && state !== 'acknowledged';
  useShortcut('a', t('alerts.acknowledge'), () => mayAcknowledge && setAsking('acknowledge'));
  useShortcut('m', t('alerts.mute'), () => mayAct && setAsking('mute'));
  if (!mayAct) return null;
  return (
    <>
      {mayAcknowledge && (
        <Button size="sm" look="primary" aria-keyshortcuts="a" onClick={() => setAsking('acknowledge')}>
          {t('alerts.acknowledge')}
        </Button>
      )}
      {state === 'muted' ? (
        <Button size="sm" disabled={unmute.isPending} onClick={() => unmute.mutate({ alert_id })}>
          {t('alerts.unmute')}
        </Button>
      ) : (
        <Button size="sm" aria-keyshortcuts="m" onClick={() => setAsking('mute')}>
          {t('alerts.mute')}
        </Button>
      )}
      {asking === 'acknowledge' && (
        <ActDialog
          title={t('alerts.acknowledge')}
          action={t('alerts.acknowledge')}
          busy={acknowledge.isPending}
          error={acknowledge.error}
          onClose={() => setAsking(null)}
          onConfirm={(note) => acknowledge.mutate({ alert_id, ...(note === undefined ? {} : { note }) })}
        >
          <p>{t('alerts.acknowledge_body')}</p>
        </ActDialog>
      )}
      {asking === 'mute' && (
        <MuteDialog
          busy={mute.isPending}
          error={mute.error}
          onClose={() => setAsking(null)}
          onConfirm={(minutes, note) => mute.mutate({ alert_id, minutes, ...(note === undefined ? {} : { note }) })}
        />
      )}
    </>
  );
};
