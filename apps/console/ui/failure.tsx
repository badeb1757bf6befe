'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { type ApiError, toApiError } from '@/trpc/errors';
import { Button } from './button';
import { CopyId } from './copy-id';
import { useTranslate } from './preferences';

/** What went wrong, in words of the reader's language. */
export const useErrorText = () => {
  const t = useTranslate();
  return (error: ApiError) => {
    const wait = error.retryAfter === undefined ? '' : ` ${t('error.retry_in', { seconds: error.retryAfter })}`;
    return t(`error.${error.code}`) + wait;
  };
};

type Props = { error: unknown; onRetry?: () => void };

/** The error state of a panel: the reason, the trace id to quote, and a way to try again. */
export const Failure = ({ error, onRetry }: Props) => {
  const t = useTranslate();
  const text = useErrorText();
  const known = toApiError(error);
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-2 px-6 py-8 text-center">
      <CircleAlert className="size-5 text-danger" aria-hidden />
      <p className="max-w-sm">{text(known)}</p>
      {known.errors?.map(({ path, message }) => (
        <p key={path + message} className="max-w-sm text-xs text-muted">
          <code className="font-mono">{path}</code> {message}
        </p>
      ))}
      <div className="flex items-center gap-2">
        {known.traceId && <CopyId id={known.traceId} what={t('error.trace')} />}
        {onRetry && (
          <Button size="sm" onClick={onRetry}>
            <RotateCw className="size-3.5" aria-hidden />
            {t('action.retry')}
          </Button>
        )}
      </div>
    </div>
  );
};
