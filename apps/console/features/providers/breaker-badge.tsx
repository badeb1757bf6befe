'use client';

import type { ProviderStatus } from '@message-service/shared/llm';
import { CircleCheck, CircleDashed, CircleMinus, CircleX, Lock } from 'lucide-react';
import { cn } from '@/ui/cn';
import { useTranslate } from '@/ui/preferences';
import { RelativeTime } from '@/ui/time';

type Shown = Pick<ProviderStatus, 'configured' | 'breaker' | 'forced'>;

const states = {
  closed: { Icon: CircleCheck, tone: 'text-ok' },
  open: { Icon: CircleX, tone: 'text-danger' },
  half_open: { Icon: CircleDashed, tone: 'text-warn' },
};

/** Whether a provider is asked, in colour, shape and word; when the next try is, or who decided. */
export const BreakerBadge = ({ provider }: { provider: Shown }) => {
  const t = useTranslate();
  const { configured, breaker, forced } = provider;
  if (!configured) {
    return (
      <span className="inline-flex items-center gap-1 text-xs whitespace-nowrap text-muted">
        <CircleMinus className="size-3.5" aria-hidden />
        {t('providers.not_configured')}
      </span>
    );
  }
  const { Icon, tone } = states[breaker.state];
  return (
    <span className="flex flex-col">
      <span className={cn('inline-flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
        <Icon className="size-3.5" aria-hidden />
        {t(`providers.breaker.${breaker.state}`)}
        {forced && <Lock className="size-3" aria-hidden />}
      </span>
      {forced ? (
        <span className="text-xs text-muted" title={forced.reason}>
          {t('providers.held')} <RelativeTime at={forced.at} />
        </span>
      ) : (
        breaker.next_try_at && (
          <span className="text-xs whitespace-nowrap text-muted">
            {t('providers.next_try')} <RelativeTime at={breaker.next_try_at} />
          </span>
        )
      )}
    </span>
  );
};
