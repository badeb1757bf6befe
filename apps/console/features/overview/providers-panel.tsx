'use client';

import type { Overview } from '@message-service/shared/queues';
import Link from 'next/link';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { BreakerBadge } from '../providers/breaker-badge';

/** Who answers, and whose breaker is open; each leads to its calls. */
export const ProvidersPanel = ({ providers }: { providers: Overview['providers'] }) => {
  const t = useTranslate();
  return (
    <Panel title={t('overview.providers')}>
      {providers.length === 0 ? (
        <Empty title={t('overview.no_provider')} />
      ) : (
        <ul>
          {providers.map(({ provider, is_default, breaker }) => (
            <li key={provider} className="flex min-h-9 items-center gap-2 border-b px-4 last:border-0">
              <Link
                href={`/analytics/performance?range=24h&provider=${provider}`}
                className="row-focus truncate hover:underline"
              >
                {provider}
              </Link>
              {is_default && <span className="text-xs text-muted">{t('overview.first_asked')}</span>}
              <span className="ml-auto shrink-0">
                <BreakerBadge provider={{ configured: true, breaker, forced: null }} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};
