'use client';

import Link from 'next/link';
import { Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';

export const DeadLetterPanel = ({ count }: { count: number }) => {
  const t = useTranslate();
  return (
    <Panel title={t('overview.dead_letter')}>
      <div className="px-4 py-3">
        {count === 0 ? (
          <p className="text-muted">{t('overview.dead_letter_none')}</p>
        ) : (
          <Link href="/queues#dead-letter" className="font-medium text-danger hover:underline">
            {t.plural('overview.dead_letter', count)}
          </Link>
        )}
      </div>
    </Panel>
  );
};
