'use client';

import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';
import { useTranslate } from '@/ui/preferences';
import { Entry, Text } from './entry';
import { failureReason } from './failure-reason';
import { type ReplyState, reduceReply, waiting } from './reply-stream';
import { useThread } from './thread-context';

const useReply = (messageId: string) => {
  const trpc = useTRPC();
  const { refreshNewest } = useThread();
  const [reply, dispatch] = useReducer(reduceReply, waiting);
  const lastEventId = useRef<string | undefined>(undefined);
  // part of the subscription's key: a change opens another stream, so it only changes while none is open
  const [startId, setStartId] = useState<string | undefined>(undefined);
  const visible = usePageVisible();
  const over = reply.phase === 'completed' || reply.phase === 'failed';
  const subscription = useSubscription(
    trpc.messages.watch.subscriptionOptions(
      { message_id: messageId, lastEventId: startId },
      {
        enabled: !over && visible,
        onData: ({ id, data }) => {
          lastEventId.current = id;
          dispatch(data);
        },
      },
    ),
  );
  const live = useLiveState(subscription, visible, 0);
  useEffect(() => {
    if (!visible) setStartId(lastEventId.current);
  }, [visible]);

  const refresh = useRef(refreshNewest);
  useEffect(() => {
    refresh.current = refreshNewest;
  });
  useEffect(() => {
    if (over) void refresh.current();
  }, [over]);
  return { reply, reconnecting: !over && live.kind === 'reconnecting' };
};

const useProgressText = (reply: ReplyState, reconnecting: boolean, name: string) => {
  const t = useTranslate();
  if (reconnecting) return t('thread.reconnecting');
  if (reply.phase === 'writing') return t('thread.writing', { name });
  if (reply.phase === 'completed') return t('step.completed');
  if (reply.restarted && reply.step === 'processing') return t('thread.restarted');
  return t(`step.${reply.step}`);
};

/** The reply to a message while it is on its way, token by token. */
export const PendingReply = ({ messageId }: { messageId: string }) => {
  const t = useTranslate();
  const { characterName } = useThread();
  const { reply, reconnecting } = useReply(messageId);
  const progress = useProgressText(reply, reconnecting, characterName);
  if (reply.phase === 'failed') {
    return (
      <p role="alert" className="pb-2 text-xs text-danger">
        {t('thread.failed', { reason: failureReason(t, reply.failure?.code ?? '') })}{' '}
        <code className="font-mono">{reply.failure?.code}</code>
      </p>
    );
  }
  return (
    <div data-reply={reply.phase} aria-busy={reply.phase !== 'completed'}>
      <Entry author={characterName} byCharacter aside={<span role="status">{progress}</span>}>
        {reply.text !== '' && (
          <div className={reply.phase === 'writing' ? 'streaming' : undefined}>
            <Text>{reply.text}</Text>
          </div>
        )}
      </Entry>
    </div>
  );
};
