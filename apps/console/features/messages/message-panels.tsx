'use client';

import type { MessageView } from '@message-service/shared/messages';
import Link from 'next/link';
import { CopyId } from '@/ui/copy-id';
import { formatDuration, formatExact, formatMoney, shortenId } from '@/ui/format';
import { Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { ProgressBadge, VisibilityBadge } from '@/ui/status-badge';
import { ExactTime } from '@/ui/time';
import { type Fact, Facts } from './facts';

type Props = { message: MessageView };

const useFormats = () => {
  const { locale, t } = usePreferences();
  return {
    t,
    locale,
    number: (value: number | undefined) => value !== undefined && formatExact(locale, value),
    duration: (value: number | undefined) => value !== undefined && formatDuration(locale, value),
  };
};

const MessageLink = ({ id }: { id: string }) => (
  <Link href={`/messages/${id}`} className="font-mono text-xs text-accent-text hover:underline" title={id}>
    {shortenId(id)}
  </Link>
);

const IdentityPanel = ({ message }: Props) => {
  const { t, number } = useFormats();
  const { content, relationships, client_metadata: client } = message;
  const copy = (id: string, label: string) => <CopyId id={id} what={label} />;
  const facts: Fact[] = [
    { label: t('message.field.status'), value: <VisibilityBadge status={message.status} /> },
    { label: t('message.field.processing'), value: <ProgressBadge status={message.processing_status} /> },
    { label: t('message.field.role'), value: t(`author.${message.role}`) },
    { label: t('message.field.sequence'), value: number(message.sequence_number) },
    {
      label: t('message.field.conversation_id'),
      value: copy(message.conversation_id, t('message.field.conversation_id')),
    },
    { label: t('message.field.user_id'), value: copy(message.user_id, t('message.field.user_id')) },
    { label: t('message.field.character_id'), value: copy(message.character_id, t('message.field.character_id')) },
    {
      label: t('message.field.reply'),
      value: message.reply_message_id && <MessageLink id={message.reply_message_id} />,
    },
    {
      label: t('message.field.reply_to'),
      value: relationships?.reply_to_message_id && <MessageLink id={relationships.reply_to_message_id} />,
    },
    {
      label: t('message.field.client_msg_id'),
      value: client?.client_msg_id && copy(client.client_msg_id, t('message.field.client_msg_id')),
    },
    { label: t('message.field.platform'), value: client?.platform },
    { label: t('message.field.language'), value: content.detected_language },
    { label: t('message.field.characters'), value: number(content.character_count) },
    { label: t('message.field.words'), value: number(content.word_count) },
    { label: t('message.field.hash'), value: copy(content.content_hash, t('message.field.hash')) },
  ];
  return (
    <Panel title={t('message.identity')}>
      <Facts facts={facts} />
    </Panel>
  );
};

const ProgressPanel = ({ message }: Props) => {
  const { t, number, duration } = useFormats();
  const { processing_metadata: done, timestamps } = message;
  const times = ['received_at', 'queued_at', 'processing_started_at', 'llm_response_at', 'completed_at'] as const;
  const facts: Fact[] = [
    ...times.map((name) => {
      const at = timestamps[name];
      return { label: t(`message.field.${name}`), value: at && <ExactTime at={at} /> };
    }),
    { label: t('message.field.queue_time'), value: duration(done?.queue_time_ms) },
    { label: t('message.field.first_token'), value: duration(done?.time_to_first_token_ms) },
    { label: t('message.field.llm_time'), value: duration(done?.llm_processing_time_ms) },
    { label: t('message.field.total_time'), value: duration(done?.total_latency_ms) },
    { label: t('message.field.retries'), value: number(done?.retry_count) },
    {
      label: t('message.field.worker'),
      value: done?.worker_id && <code className="font-mono text-xs">{done.worker_id}</code>,
    },
    {
      label: t('message.field.error'),
      value: done?.error_code && (
        <span className="text-danger">
          <code className="font-mono text-xs">{done.error_code}</code> {done.error_message}
        </span>
      ),
    },
  ];
  return (
    <Panel title={t('message.progress')}>
      <Facts facts={facts} />
    </Panel>
  );
};

const ModelPanel = ({ message }: Props) => {
  const { t, locale, number } = useFormats();
  const { llm_metadata: model, token_usage: usage } = message;
  if (!model && !usage) return null;
  const facts: Fact[] = [
    { label: t('message.field.provider'), value: model?.provider },
    { label: t('message.field.model'), value: model?.model },
    { label: t('message.field.finish'), value: model?.finish_reason },
    { label: t('message.field.temperature'), value: number(model?.temperature) },
    { label: t('message.field.prompt_tokens'), value: number(usage?.prompt_tokens) },
    { label: t('message.field.completion_tokens'), value: number(usage?.completion_tokens) },
    { label: t('message.field.cached_tokens'), value: number(usage?.cached_tokens) },
    { label: t('message.field.reasoning_tokens'), value: number(usage?.reasoning_tokens) },
    {
      label: t('message.field.cost'),
      value: usage?.total_cost !== undefined && formatMoney(locale, usage.total_cost),
    },
    {
      label: t('message.field.saved_cost'),
      value: usage?.saved_cost !== undefined && formatMoney(locale, usage.saved_cost),
    },
    { label: t('message.field.price_version'), value: usage?.price_version },
  ];
  return (
    <Panel title={t('message.model')} note={usage?.estimated && t('message.estimated')}>
      <Facts facts={facts} />
    </Panel>
  );
};

const ContextPanel = ({ message }: Props) => {
  const { t, number } = useFormats();
  const context = message.context_metadata;
  if (!context) return null;
  const facts: Fact[] = [
    { label: t('message.field.window'), value: number(context.context_window_size) },
    { label: t('message.field.context_messages'), value: number(context.messages_in_context) },
    { label: t('message.field.context_tokens'), value: number(context.context_tokens) },
    { label: t('message.field.dropped'), value: number(context.dropped_messages) },
  ];
  return (
    <Panel title={t('message.context')}>
      <Facts facts={facts} />
    </Panel>
  );
};

const SafetyPanel = ({ message }: Props) => {
  const { t, number } = useFormats();
  const safety = message.safety_metadata;
  if (!safety) return null;
  const facts: Fact[] = [
    { label: t('message.field.safety_score'), value: number(safety.safety_score) },
    { label: t('message.field.issues'), value: safety.detected_issues.join(', ') },
    { label: t('message.field.review'), value: t(safety.manual_review_required ? 'yes' : 'no') },
    { label: t('message.field.filter_version'), value: safety.filter_version },
  ];
  return (
    <Panel title={t('message.safety')}>
      <Facts facts={facts} />
    </Panel>
  );
};

export const MessagePanels = ({ message }: Props) => (
  <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
    <IdentityPanel message={message} />
    <div className="flex min-w-0 flex-col gap-4">
      <ProgressPanel message={message} />
      <ModelPanel message={message} />
      <ContextPanel message={message} />
      <SafetyPanel message={message} />
    </div>
  </div>
);
