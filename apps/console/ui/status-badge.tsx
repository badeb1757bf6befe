'use client';

import type { MessageStatus, ProcessingStatus } from '@message-service/shared/messages';
import { Archive, Ban, CircleCheck, CircleDashed, CircleX, Flag, LoaderCircle, Trash2 } from 'lucide-react';
import { cn } from './cn';
import { useTranslate } from './preferences';

const progress = {
  queued: { Icon: CircleDashed, tone: 'text-muted' },
  processing: { Icon: LoaderCircle, tone: 'text-info' },
  completed: { Icon: CircleCheck, tone: 'text-ok' },
  failed: { Icon: CircleX, tone: 'text-danger' },
  cancelled: { Icon: Ban, tone: 'text-warn' },
};

/** Progress of a message: colour, shape and word say the same. */
export const ProgressBadge = ({ status, className }: { status: ProcessingStatus; className?: string }) => {
  const t = useTranslate();
  const { Icon, tone } = progress[status];
  return (
    <span className={cn('inline-flex items-center gap-1 align-middle text-xs', tone, className)}>
      <Icon className={cn('size-3.5', status === 'processing' && 'animate-spin')} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
};

const visibility = {
  active: { Icon: CircleCheck, tone: 'text-muted' },
  archived: { Icon: Archive, tone: 'text-muted' },
  flagged: { Icon: Flag, tone: 'text-warn' },
  deleted: { Icon: Trash2, tone: 'text-danger' },
};

export const VisibilityBadge = ({ status }: { status: MessageStatus }) => {
  const t = useTranslate();
  const { Icon, tone } = visibility[status];
  return (
    <span className={cn('inline-flex items-center gap-1 align-middle text-xs', tone)}>
      <Icon className="size-3.5" aria-hidden />
      {t(`visibility.${status}`)}
    </span>
  );
};
