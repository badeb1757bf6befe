'use client';

import type { SaveDeskSettingsInput } from '@message-service/shared/moderation';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '@/trpc/client';
import { useTranslate } from '@/ui/preferences';
import { toast } from '@/ui/toast';

const DEFAULTS = { blur_from: 3, break_minutes: 50, saved_filters: [] };

/** How the reader works at the desk, wherever they sign in. */
export const useDeskSettings = () => {
  const trpc = useTRPC();
  const client = useQueryClient();
  const settings = useQuery(trpc.moderation.settings.queryOptions());
  const save = useMutation(
    trpc.moderation.saveSettings.mutationOptions({
      onSuccess: (saved) => client.setQueryData(trpc.moderation.settings.queryKey(), saved),
    }),
  );
  return {
    settings: settings.data ?? DEFAULTS,
    save: (input: SaveDeskSettingsInput) => save.mutate(input),
  };
};

const LOOK_MS = 30_000;
/** Who has done nothing for so long has had a break. */
const REST_MS = 5 * 60_000;

/** Suggests a break after so many minutes of work at the desk; 0: never. */
export const useBreakReminder = (minutes: number) => {
  const t = useTranslate();
  const startedAt = useRef(0);
  const activeAt = useRef(0);
  useEffect(() => {
    if (minutes === 0) return;
    const touch = () => {
      const now = Date.now();
      if (startedAt.current === 0 || now - activeAt.current > REST_MS) startedAt.current = now;
      activeAt.current = now;
    };
    const look = () => {
      const now = Date.now();
      if (startedAt.current === 0 || now - activeAt.current > REST_MS) return;
      if (now - startedAt.current < minutes * 60_000) return;
      startedAt.current = now;
      toast({ tone: 'info', text: t('moderation.break', { minutes }), lifetimeMs: 60_000 });
    };
    touch();
    window.addEventListener('keydown', touch);
    window.addEventListener('pointerdown', touch);
    const timer = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(timer);
      window.removeEventListener('keydown', touch);
      window.removeEventListener('pointerdown', touch);
    };
  }, [minutes, t]);
};
