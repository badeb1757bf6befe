'use client';

import type { MessageView } from '@message-service/shared/messages';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTRPC } from '@/trpc/client';
import { buttonClass } from '@/ui/button';
import { CopyId } from '@/ui/copy-id';
import { Failure } from '@/ui/failure';
import { Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { SkeletonRows } from '@/ui/skeleton';
import { ProgressBadge } from '@/ui/status-badge';
import { ReportAct } from '../moderation/report-act';
import { PageHeader } from '../shell/page-header';
import { CallsPanel } from './calls-panel';
import { DocumentPanel } from './document-panel';
import { MessagePanels } from './message-panels';
import { SentPanel } from './sent-panel';
import { TimelinePanel } from './timeline-panel';

const LOOK_AGAIN_MS = 2_000;

const isMoving = ({ processing_status: status }: MessageView) => status === 'queued' || status === 'processing';

/** One message as it is stored, with everything known about how it came to be. */
export const MessagePage = ({ messageId }: { messageId: string }) => {
  const t = useTranslate();
  const router = useRouter();
  const trpc = useTRPC();
  const message = useQuery(
    trpc.messages.get.queryOptions(
      { message_id: messageId },
      {
        refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? LOOK_AGAIN_MS : false),
      },
    ),
  );
  useShortcut('Escape', t('action.back'), () => router.back());
  const { data } = message;

  return (
    <>
      <PageHeader title={t('message.title')}>
        {data && <ReportAct message={data} />}
        {data && (
          <Link href={`/conversations/${data.conversation_id}`} className={buttonClass('default')}>
            {t('message.open_conversation')}
          </Link>
        )}
      </PageHeader>
      <div className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto flex max-w-6xl flex-col gap-4">
          <div className="flex min-h-6 flex-wrap items-center gap-3">
            <CopyId id={messageId} what={t('message.id')} whole />
            {data && <ProgressBadge status={data.processing_status} />}
          </div>
          {data ? (
            <>
              <Panel title={t('message.content')}>
                <p className="max-h-96 overflow-y-auto px-4 py-3 text-md break-words whitespace-pre-wrap">
                  {data.content.text}
                </p>
              </Panel>
              <TimelinePanel messageId={messageId} />
              <CallsPanel key={data.processing_status} messageId={messageId} moving={isMoving(data)} />
              <SentPanel messageId={messageId} />
              <MessagePanels message={data} />
              <DocumentPanel message={data} />
            </>
          ) : message.error ? (
            <Panel title={t('message.content')}>
              <Failure error={message.error} onRetry={() => void message.refetch()} />
            </Panel>
          ) : (
            <Panel title={t('message.content')}>
              <SkeletonRows rows={8} />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
};
