'use client';

import type { AlertRuleInfo } from '@message-service/shared/alerts';
import { Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { Reading, SeverityBadge } from './alert-looks';

/** Every rule with its threshold and the setting that changes it. */
export const WatchedPanel = ({ rules }: { rules: readonly AlertRuleInfo[] }) => {
  const t = useTranslate();
  return (
    <Panel title={t('alerts.watched')}>
      <ScrollRegion label={t('alerts.watched')} className="overflow-x-auto">
        <table className="w-full text-left">
          <thead className="text-xs text-muted">
            <tr className="h-8">
              {(['alert', 'threshold', 'setting'] as const).map((name) => (
                <th key={name} scope="col" className="px-3 font-normal first:pl-4 last:pr-4">
                  {t(`alerts.column.${name}`)}
                </th>
              ))}
              <th scope="col" className="px-3 pr-4 font-normal">
                {t('alerts.severity')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.map(({ rule, severity, unit, threshold, setting }) => (
              <tr key={`${rule} ${severity}`} className="h-8 border-t">
                <td className="px-3 pl-4 whitespace-nowrap">{t(`alerts.rule.${rule}`)}</td>
                <td className="px-3">
                  <Reading value={threshold} unit={unit} />
                </td>
                <td className="px-3 font-mono text-xs text-muted">{setting}</td>
                <td className="px-3 pr-4">
                  <SeverityBadge severity={severity} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};
