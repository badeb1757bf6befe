'use client';

import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { IconButton } from './button';
import { cn } from './cn';
import { useTranslate } from './preferences';

type Tone = 'ok' | 'info' | 'danger';
type Toast = { id: number; tone: Tone; text: string; action?: { label: string; run: () => void } };

const LIFETIME_MS = 5_000;
const MOST_SHOWN = 3;
const nothing: readonly Toast[] = [];

let shown: readonly Toast[] = nothing;
let nextId = 1;
const listeners = new Set<() => void>();

const publish = (toasts: readonly Toast[]) => {
  shown = toasts;
  for (const listener of listeners) listener();
};
const remove = (id: number) => publish(shown.filter((toast) => toast.id !== id));

/** Says something in passing. Errors stay until dismissed. */
export const toast = ({ lifetimeMs = LIFETIME_MS, ...content }: Omit<Toast, 'id'> & { lifetimeMs?: number }) => {
  const id = nextId++;
  publish([...shown, { id, ...content }].slice(-MOST_SHOWN));
  if (content.tone !== 'danger') setTimeout(() => remove(id), lifetimeMs);
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

const icons = { ok: CircleCheck, info: Info, danger: CircleAlert };
const tones = { ok: 'text-ok', info: 'text-info', danger: 'text-danger' };

export const Toaster = () => {
  const t = useTranslate();
  const toasts = useSyncExternalStore(
    subscribe,
    () => shown,
    () => nothing,
  );
  return (
    <section
      aria-label={t('toast.region')}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-4 z-40 flex flex-col items-center gap-2 px-4"
    >
      {toasts.map(({ id, tone, text, action }) => {
        const Icon = icons[tone];
        return (
          <div
            key={id}
            className="pointer-events-auto flex max-w-md items-center gap-2 rounded-md border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-pop"
          >
            <Icon className={cn('size-4 shrink-0', tones[tone])} aria-hidden />
            <span className="min-w-0 break-words py-1">{text}</span>
            {action && (
              <button
                type="button"
                className="rounded-sm px-2 py-1 font-medium text-accent-text hover:bg-hover"
                onClick={() => {
                  remove(id);
                  action.run();
                }}
              >
                {action.label}
              </button>
            )}
            <IconButton label={t('action.dismiss')} onClick={() => remove(id)}>
              <X className="size-4" aria-hidden />
            </IconButton>
          </div>
        );
      })}
    </section>
  );
};
