'use client';

import type { MessageTimeline } from '@message-service/shared/queues';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client';
import { Failure } from '@/ui/failure';
import { formatExact, shortenId } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { RelativeTime } from '@/ui/time';
import { MessageActions } from './message-actions';
import { TimelineAttempts } from './timeline-attempts';
import { TimelineBars } from './timeline-bars';
import { TimelineEvents } from './timeline-events';

const LOOK_AGAIN_MS = 1_000;

const isMoving = (timeline: MessageTimeline | undefined) =>
  timeline?.processing_status === 'queued' || timeline?.processing_status === 'processing';

const Figures = ({ timeline }: { timeline: MessageTimeline }) => {
  const { locale, t } = usePreferences();
  const { job, retries, token_usage: tokens } = timeline;
  const calls = job && job.provider_calls + job.earlier_provider_calls;
  const parts = [
    job && job.attempts > 0 && t.plural('timeline.failed_attempts', job.attempts),
    calls !== null && t.plural('timeline.calls', calls),
    retries > 0 && t.plural('timeline.retries', retries),
    tokens && t('timeline.tokens', { count: formatExact(locale, tokens.total_tokens) }),
  ].filter(Boolean);
  return (
    <span>
      {parts.join(' · ')}
      {job?.next_try_at && (
        <>
          {' · '}
          {t('timeline.next_try')} <RelativeTime at={job.next_try_at} />
        </>
      )}
    </span>
  );
};

const Body = ({ timeline }: { timeline: MessageTimeline }) => {
  const t = useTranslate();
  if (timeline.role !== 'user') {
    const source = timeline.reply_to_message_id;
    return (
      <Empty
        title={t('timeline.of_reply')}
        action={
          source && (
            <Link href={`/messages/${source}`} className="font-mono text-xs text-accent-text hover:underline">
              {shortenId(source)}
            </Link>
          )
        }
      />
    );
  }
  return (
    <>
      {timeline.error && (
        <p className="border-b px-4 py-2">
          <code className="font-mono text-xs text-danger">{timeline.error.code}</code> {timeline.error.message}
        </p>
      )}
      <TimelineBars timeline={timeline} />
      {!timeline.job && timeline.finished_at && <p className="px-4 pb-3 text-muted">{t('timeline.not_kept')}</p>}
      {timeline.attempts.length > 0 && <TimelineAttempts timeline={timeline} />}
      <TimelineEvents timeline={timeline} />
    </>
  );
};

/** How the message went through its saga, and what can be done about it. */
export const TimelinePanel = ({ messageId }: { messageId: string }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const query = useQuery(
    trpc.queues.messageTimeline.queryOptions(
      { message_id: messageId },
      { refetchInterval: ({ state }) => (isMoving(state.data) ? LOOK_AGAIN_MS : false) },
    ),
  );
  const { data } = query;
  return (
    <Panel
      title={t('timeline.title')}
      note={data && <Figures timeline={data} />}
      actions={data && <MessageActions timeline={data} />}
    >
      {data ? (
        <Body timeline={data} />
      ) : query.error ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={7} />
      )}
    </Panel>
  );
};
