'use client';

import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './button';
import { cn } from './cn';
import { useTranslate } from './preferences';

type Props = {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** `bare` leaves out the title bar, for content that brings its own. */
  bare?: boolean;
  className?: string;
};

/** A modal dialog, mounted while it is open. The browser keeps the focus inside and gives it back afterwards. */
export const Dialog = ({ title, onClose, children, bare, className }: Props) => {
  const t = useTranslate();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={bare ? undefined : titleId}
      aria-label={bare ? title : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
      className={cn(
        'mx-auto mt-[12vh] max-h-[76vh] w-[calc(100vw-24px)] flex-col overflow-hidden rounded-lg border border-line bg-raised p-0 shadow-pop open:flex',
        className ?? 'max-w-lg',
      )}
    >
      {!bare && (
        <header className="flex shrink-0 items-center justify-between border-b py-1 pr-2 pl-4">
          <h2 id={titleId} className="text-md font-semibold">
            {title}
          </h2>
          <IconButton label={t('action.close')} onClick={onClose}>
            <X className="size-4" aria-hidden />
          </IconButton>
        </header>
      )}
      {children}
    </dialog>
  );
};
