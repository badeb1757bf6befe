'use client';

import type { ForcedBreaker, ProviderStatus } from '@message-service/shared/llm';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { useTranslate } from '@/ui/preferences';
import { ActDialog } from '../messages/act-dialog';

type Act = 'open' | 'closed' | 'release';
const toForced = (act: Act): ForcedBreaker | null => (act === 'release' ? null : act);

/** Holds a breaker open or closed, or lets go of it; asks why. */
export const BreakerActs = ({ provider: { provider, forced } }: { provider: ProviderStatus }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Act | null>(null);
  const force = useMutation(
    trpc.llm.forceBreaker.mutationOptions({
      onSuccess: () => {
        setAsking(null);
        void client.invalidateQueries({ queryKey: trpc.llm.status.queryKey() });
      },
    }),
  );
  const acts: readonly Act[] = forced ? ['release'] : ['open', 'closed'];
  return (
    <span className="inline-flex gap-1">
      {acts.map((act) => (
        <Button
          key={act}
          size="sm"
          onClick={() => setAsking(act)}
          aria-label={`${t(`providers.act.${act}`)}: ${provider}`}
        >
          {t(`providers.act.${act}`)}
        </Button>
      ))}
      {asking && (
        <ActDialog
          title={`${t(`providers.act.${asking}`)}: ${provider}`}
          action={t(`providers.act.${asking}`)}
          dangerous={asking === 'open'}
          busy={force.isPending}
          error={force.error}
          onClose={() => setAsking(null)}
          onConfirm={(reason) =>
            force.mutate({ provider, forced: toForced(asking), reason: reason ?? t('providers.no_reason') })
          }
        >
          <p className="whitespace-normal text-left">{t(`providers.act_body.${asking}`)}</p>
        </ActDialog>
      )}
    </span>
  );
};
