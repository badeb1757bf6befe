'use client';

import type { ProviderFault, ProviderStatus } from '@message-service/shared/llm';
import Link from 'next/link';
import { shortenId } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { SkeletonRows } from '@/ui/skeleton';
import { RelativeTime } from '@/ui/time';

export const FAULT_KINDS = [
  'timeout',
  'unreachable',
  'rate_limited',
  'server_error',
  'rejected',
  'unauthorized',
  'invalid_response',
  'too_large',
] as const;
const SHOWN = 30;

type Row = ProviderFault & { provider: string };

const Fault = ({ fault }: { fault: Row }) => {
  const t = useTranslate();
  const kind = FAULT_KINDS.find((known) => known === fault.kind);
  return (
    <tr data-row tabIndex={-1} className="row-focus h-9 border-t hover:bg-hover focus:bg-hover">
      <td className="px-4 whitespace-nowrap text-muted">
        <RelativeTime at={fault.at} />
      </td>
      <td className="px-3 whitespace-nowrap">{fault.provider}</td>
      <td className="px-3 whitespace-nowrap">{kind ? t(`providers.kind.${kind}`) : fault.kind}</td>
      <td className="px-3 font-mono text-xs">{fault.code ?? '–'}</td>
      <td className="pr-4 pl-3">
        {fault.message_id === null ? (
          <span className="text-faint">–</span>
        ) : (
          <Link
            href={`/messages/${fault.message_id}`}
            title={fault.message_id}
            className="font-mono text-xs text-accent-text hover:underline"
          >
            {shortenId(fault.message_id)}
          </Link>
        )}
      </td>
    </tr>
  );
};

/** The newest faults of all providers, each with the message that met it. */
export const FaultsPanel = ({ providers }: { providers: readonly ProviderStatus[] | undefined }) => {
  const t = useTranslate();
  const faults: Row[] = (providers ?? [])
    .flatMap(({ provider, recent_errors }) => recent_errors.map((fault) => ({ ...fault, provider })))
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, SHOWN);
  return (
    <Panel title={t('providers.faults')}>
      {!providers ? (
        <SkeletonRows rows={3} />
      ) : faults.length === 0 ? (
        <Empty title={t('providers.no_faults')} />
      ) : (
        <ScrollRegion label={t('providers.faults')} className="overflow-x-auto rounded-b-lg">
          <table className="w-full text-left">
            <thead className="text-xs text-muted">
              <tr className="h-8">
                {(['when', 'provider', 'fault', 'detail', 'message'] as const).map((name) => (
                  <th key={name} scope="col" className="px-3 font-normal first:pl-4 last:pr-4">
                    {t(`providers.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {faults.map((fault) => (
                <Fault key={`${fault.provider} ${fault.at.getTime()} ${fault.message_id}`} fault={fault} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};
