'use client';

import type { QueueCounts } from '@message-service/shared/queues';
import { CirclePause, CirclePlay, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Count } from '@/ui/count';
import { formatDuration, formatExact } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { type Sample, type Samples, stepLine } from './samples';

const WIDTH = 120;
const HEIGHT = 20;

const Trend = ({ samples }: { samples: readonly Sample[] }) => {
  const { locale, t } = usePreferences();
  const points = stepLine(samples, WIDTH, HEIGHT);
  const first = samples[0];
  const last = samples.at(-1);
  if (points === '' || !first || !last) return <span className="text-faint">–</span>;
  const label = t('queues.trend_label', {
    duration: formatDuration(locale, last.at - first.at),
    now: formatExact(locale, last.waiting),
    peak: formatExact(locale, Math.max(...samples.map(({ waiting }) => waiting))),
  });
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label} className="inline-block overflow-visible">
      <title>{label}</title>
      <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="stroke-line" />
      <polyline points={points} fill="none" strokeWidth="1.5" className="stroke-accent-text" />
    </svg>
  );
};

const State = ({ queue }: { queue: QueueCounts }) => {
  const { t } = usePreferences();
  const [Icon, tone, text] = queue.paused
    ? ([CirclePause, 'text-warn', t('queues.paused')] as const)
    : queue.workers === 0
      ? ([TriangleAlert, 'text-danger', t('queues.no_workers')] as const)
      : ([CirclePlay, 'text-ok', t('queues.running')] as const);
  return (
    <span className={`flex items-center gap-1 text-xs ${tone}`}>
      <Icon className="size-3.5" aria-hidden />
      {text}
    </span>
  );
};

const Heading = ({ children }: { children: ReactNode }) => (
  <th scope="col" className="px-3 font-normal whitespace-nowrap last:pr-4">
    {children}
  </th>
);

const Cell = ({ children }: { children: ReactNode }) => (
  <td className="px-3 whitespace-nowrap last:pr-4">{children}</td>
);

const counted = ['waiting', 'active', 'delayed', 'failed', 'completed'] as const;

type Props = { queues: QueueCounts[]; samples: Samples };

export const QueueTable = ({ queues, samples }: Props) => {
  const { locale, t } = usePreferences();
  return (
    <ScrollRegion label={t('queues.title')} className="overflow-x-auto rounded-b-lg">
      <table className="w-full text-right">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            <th scope="col" className="sticky left-0 bg-panel px-4 text-left font-normal">
              {t('queues.name')}
            </th>
            {counted.map((name) => (
              <Heading key={name}>{t(`queues.${name}`)}</Heading>
            ))}
            <Heading>{t('queues.oldest')}</Heading>
            <Heading>{t('queues.throughput')}</Heading>
            <Heading>{t('queues.failed_rate')}</Heading>
            <Heading>{t('queues.workers')}</Heading>
            <Heading>{t('queues.trend')}</Heading>
          </tr>
        </thead>
        <tbody>
          {queues.map((queue) => (
            <tr
              key={queue.name}
              data-row
              tabIndex={-1}
              className="row-focus h-13 border-t hover:bg-hover focus:bg-hover"
            >
              <th scope="row" className="sticky left-0 bg-panel px-4 text-left font-normal">
                <span className="block whitespace-nowrap font-medium">{queue.name}</span>
                <State queue={queue} />
              </th>
              {counted.map((name) => (
                <Cell key={name}>
                  <Count
                    value={queue[name]}
                    className={name === 'failed' && queue.failed > 0 ? 'text-danger' : undefined}
                  />
                </Cell>
              ))}
              <Cell>{queue.oldest_waiting_ms > 0 ? formatDuration(locale, queue.oldest_waiting_ms) : '–'}</Cell>
              <Cell>
                <Count value={queue.completed_per_minute} />
              </Cell>
              <Cell>
                <Count
                  value={queue.failed_per_minute}
                  className={queue.failed_per_minute > 0 ? 'text-danger' : undefined}
                />
              </Cell>
              <Cell>
                <Count value={queue.workers} className={queue.workers === 0 ? 'text-danger' : undefined} />
              </Cell>
              <Cell>
                <Trend samples={samples[queue.name] ?? []} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
