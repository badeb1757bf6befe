'use client';

import type { ProviderStatus } from '@message-service/shared/llm';
import type { ReactNode } from 'react';
import { Count } from '@/ui/count';
import { formatExact } from '@/ui/format';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { isAdmin } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import { BreakerActs } from './breaker-acts';
import { BreakerBadge } from './breaker-badge';

const Heading = ({ children, right }: { children: ReactNode; right?: boolean }) => (
  <th scope="col" className={`px-3 font-normal whitespace-nowrap last:pr-4 ${right ? 'text-right' : ''}`}>
    {children}
  </th>
);

const TookOver = ({ provider: { took_over } }: { provider: ProviderStatus }) => {
  const { locale, t } = usePreferences();
  if (took_over.length === 0) return <span className="text-faint">–</span>;
  return (
    <ul>
      {took_over.map(({ from, calls }) => (
        <li key={from} className="whitespace-nowrap">
          {t('providers.from', { calls: formatExact(locale, calls), from })}
        </li>
      ))}
    </ul>
  );
};

const Place = ({ provider: { is_default, failover_position } }: { provider: ProviderStatus }) => {
  const t = useTranslate();
  const words = [
    ...(is_default ? [t('providers.default')] : []),
    ...(failover_position === null ? [] : [t('providers.failover', { position: String(failover_position) })]),
  ];
  return words.length > 0 && <span className="block text-xs text-muted">{words.join(' · ')}</span>;
};

/** One row a provider; what an admin may do stands at its end. */
export const ProviderTable = ({ providers }: { providers: readonly ProviderStatus[] }) => {
  const t = useTranslate();
  const mayAct = isAdmin(useUser().roles);
  return (
    <ScrollRegion label={t('providers.list')} className="overflow-x-auto rounded-b-lg">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            <th scope="col" className="sticky left-0 bg-panel px-4 font-normal">
              {t('providers.provider')}
            </th>
            <Heading>{t('providers.state')}</Heading>
            <Heading>{t('providers.model')}</Heading>
            <Heading right>{t('providers.ok')}</Heading>
            <Heading right>{t('providers.failed')}</Heading>
            <Heading>{t('providers.took_over')}</Heading>
            {mayAct && <Heading right>{t('providers.acts')}</Heading>}
          </tr>
        </thead>
        <tbody>
          {providers.map((provider) => (
            <tr
              key={provider.provider}
              data-row
              data-provider={provider.provider}
              tabIndex={-1}
              className="row-focus h-13 border-t hover:bg-hover focus:bg-hover"
            >
              <th scope="row" className="sticky left-0 bg-panel px-4 font-normal whitespace-nowrap">
                <span className="font-medium">{provider.provider}</span>
                <Place provider={provider} />
              </th>
              <td className="px-3">
                <BreakerBadge provider={provider} />
              </td>
              <td className="px-3 font-mono text-xs whitespace-nowrap">{provider.default_model}</td>
              <td className="px-3 text-right">
                <Count value={provider.calls_ok} />
              </td>
              <td className="px-3 text-right">
                <Count
                  value={provider.calls_failed}
                  className={provider.calls_failed > 0 ? 'text-danger' : undefined}
                />
              </td>
              <td className="px-3">
                <TookOver provider={provider} />
              </td>
              {mayAct && (
                <td className="pr-4 pl-3 text-right whitespace-nowrap">
                  {provider.configured && <BreakerActs provider={provider} />}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
