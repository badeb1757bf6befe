'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { cn } from './cn';
import { shortenId } from './format';
import { useTranslate } from './preferences';
import { toast } from './toast';

type Props = { id: string; what: string; className?: string; whole?: boolean };

/** An id, cut in the middle, that copies itself whole on click. */
export const CopyId = ({ id, what, className, whole }: Props) => {
  const t = useTranslate();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(id);
    setCopied(true);
    toast({ tone: 'ok', text: t('action.copied') });
    setTimeout(() => setCopied(false), 1_500);
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      title={id}
      className={cn(
        'inline-flex min-w-0 items-center gap-1 rounded-sm px-1 font-mono text-xs text-muted hover:bg-hover hover:text-text',
        className,
      )}
    >
      <span className="sr-only">{t('action.copy', { what })}</span>
      <span className={whole ? 'break-all text-left' : 'truncate'}>{whole ? id : shortenId(id)}</span>
      <Icon className="size-3 shrink-0" aria-hidden />
    </button>
  );
};
