'use client';

import type { MessageView } from '@message-service/shared/messages';
import Link from 'next/link';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { CopyId } from '@/ui/copy-id';
import { useErrorText } from '@/ui/failure';
import { formatDuration, formatExact } from '@/ui/format';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { RelativeTime } from '@/ui/time';
import { Entry, Text } from './entry';
import { failureReason } from './failure-reason';
import { PendingReply } from './pending-reply';
import { useThread } from './thread-context';
import type { Outgoing, ThreadItem } from './thread-items';

const ReplyFacts = ({ message }: { message: MessageView }) => {
  const { locale, t } = usePreferences();
  const { llm_metadata, token_usage, processing_metadata } = message;
  const duration = processing_metadata?.llm_processing_time_ms ?? processing_metadata?.total_latency_ms;
  const facts = [
    llm_metadata?.model,
    token_usage && t('thread.tokens', { count: formatExact(locale, token_usage.total_tokens) }),
    duration !== undefined && formatDuration(locale, duration),
  ].filter((fact) => typeof fact === 'string');
  return facts.length > 0 && <p className="mt-0.5 truncate text-xs text-faint">{facts.join(' · ')}</p>;
};

const Failed = ({ message }: { message: MessageView }) => {
  const t = useTranslate();
  const code = message.processing_metadata?.error_code ?? message.processing_status.toUpperCase();
  const cancelled = message.processing_status === 'cancelled';
  return (
    <p className={cn('mt-1 text-xs', cancelled ? 'text-warn' : 'text-danger')}>
      {cancelled
        ? t(message.partial_reply ? 'thread.stopped' : 'thread.cancelled')
        : t('thread.failed', { reason: failureReason(t, code) })}{' '}
      <code className="font-mono">{code}</code>
    </p>
  );
};

/** What readers were shown of a reply before its message was cancelled; no message of its own. */
const PartialReply = ({ text }: { text: string }) => {
  const t = useTranslate();
  const { characterName } = useThread();
  return (
    <div data-partial>
      <Entry author={characterName} byCharacter aside={<span className="text-warn">{t('thread.partial')}</span>}>
        <Text>{`${text}…`}</Text>
      </Entry>
    </div>
  );
};

const StoredMessage = ({ message }: { message: MessageView }) => {
  const t = useTranslate();
  const { characterName, own, answered } = useThread();
  const { role, processing_status: status, message_id } = message;
  const author = role === 'assistant' ? characterName : role === 'user' && own ? t('thread.you') : t(`author.${role}`);
  const unanswered = role === 'user' && !answered.has(message_id);
  const ended = status === 'failed' || status === 'cancelled';
  return (
    <>
      <Entry
        author={author}
        byCharacter={role === 'assistant'}
        aside={
          <>
            <RelativeTime at={message.timestamps.created_at} />
            <Link
              href={`/messages/${message_id}`}
              title={t('thread.open_message')}
              aria-label={`${t('thread.open_message')} ${message.sequence_number}`}
              className="rounded-sm text-faint hover:text-text hover:underline"
            >
              #{message.sequence_number}
            </Link>
          </>
        }
      >
        <Text>{message.content.text}</Text>
        {role === 'assistant' && <ReplyFacts message={message} />}
        {role === 'user' && ended && <Failed message={message} />}
      </Entry>
      {message.partial_reply && <PartialReply text={message.partial_reply.text} />}
      {unanswered && (status === 'queued' || status === 'processing') && <PendingReply messageId={message_id} />}
    </>
  );
};

const OutgoingMessage = ({ outgoing }: { outgoing: Outgoing }) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { outbox } = useThread();
  const { state, error, messageId } = outgoing;
  return (
    <>
      <Entry
        author={t('thread.you')}
        byCharacter={false}
        aside={state === 'sending' ? t('thread.sending') : <RelativeTime at={outgoing.at} />}
      >
        <Text>{outgoing.text}</Text>
        {state === 'refused' && error && (
          <div role="alert" className="mt-1 flex flex-wrap items-center gap-2 text-xs text-danger">
            <span>
              {t('thread.not_sent')}: {errorText(error)}
            </span>
            {error.traceId && <CopyId id={error.traceId} what={t('error.trace')} />}
            <Button size="sm" onClick={() => outbox.retry(outgoing)}>
              {t('thread.send_again')}
            </Button>
            <Button size="sm" look="ghost" onClick={() => outbox.discard(outgoing.clientMsgId)}>
              {t('thread.discard')}
            </Button>
          </div>
        )}
      </Entry>
      {messageId && <PendingReply messageId={messageId} />}
    </>
  );
};

export const ThreadRow = ({ item }: { item: ThreadItem }) =>
  item.kind === 'message' ? <StoredMessage message={item.message} /> : <OutgoingMessage outgoing={item.outgoing} />;
