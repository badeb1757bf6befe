'use client';

import type { MessageTimeline, TimelineEvent } from '@message-service/shared/queues';
import { shortenId } from '@/ui/format';
import { useTranslate } from '@/ui/preferences';
import { ExactTime } from '@/ui/time';

type Props = { timeline: MessageTimeline };

/** Everything that happened, with exact times, folded away until wanted. */
export const TimelineEvents = ({ timeline: { events, steps } }: Props) => {
  const t = useTranslate();
  const say = ({ type, detail }: TimelineEvent) => {
    const step = type === 'step' && steps.find(({ name }) => name === detail);
    if (step) return t(`timeline.step.${step.name}`);
    return t(`timeline.event.${type}`);
  };
  const codeOf = ({ type, detail }: TimelineEvent) =>
    type === 'step' ? null : type === 'reply' && detail ? shortenId(detail) : detail;
  return (
    <details className="border-t">
      <summary className="row-focus px-4 py-2 text-muted hover:bg-hover">
        {t.plural('timeline.events', events.length)}
      </summary>
      <ol className="px-4 pb-3">
        {events.map((event) => (
          <li
            key={`${event.type}-${event.epoch}-${event.detail}`}
            className="grid items-baseline gap-x-4 py-0.5 sm:grid-cols-[13rem_1fr]"
          >
            <ExactTime at={event.at} className="text-muted" />
            <span className="flex flex-wrap items-baseline gap-x-3">
              {say(event)}
              {codeOf(event) && <code className="font-mono text-xs text-muted break-all">{codeOf(event)}</code>}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
};
