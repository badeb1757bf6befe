'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Locale } from '@/i18n/locale';
import { createTranslate, type Dictionary, type Translate } from '@/i18n/translate';
import type { Preference } from './preference-schema';
import type { Theme } from './theme';

type Preferences = { locale: Locale; t: Translate; timeZone: string; theme: Theme; renderedAt: number };

const Context = createContext<Preferences | null>(null);

/** Remembers a choice for a year, where the server reads it before the first paint. */
export const rememberPreference = (preference: Preference) =>
  fetch('/preferences', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(preference),
    keepalive: true,
  });

type ProviderProps = {
  locale: Locale;
  dictionary: Dictionary;
  timeZone: string;
  theme: Theme;
  renderedAt: number;
  children: ReactNode;
};

/** Language, time zone and theme of the reader, the same on the server and in the first paint of the browser. */
export const PreferencesProvider = ({
  locale,
  dictionary,
  timeZone: knownZone,
  theme,
  renderedAt,
  children,
}: ProviderProps) => {
  const [timeZone, setTimeZone] = useState(knownZone);
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone === knownZone) return;
    void rememberPreference({ name: 'tz', value: zone });
    setTimeZone(zone);
  }, [knownZone]);
  const value = useMemo(
    () => ({ locale, t: createTranslate(locale, dictionary), timeZone, theme, renderedAt }),
    [locale, dictionary, timeZone, theme, renderedAt],
  );
  return <Context value={value}>{children}</Context>;
};

export const usePreferences = (): Preferences => {
  const value = useContext(Context);
  if (!value) throw new Error('usePreferences needs a PreferencesProvider above it');
  return value;
};

export const useTranslate = () => usePreferences().t;

const TICK_MS = 10_000;
let nowMs = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  nowMs = Date.now();
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** The time in milliseconds, one shared clock that moves every ten seconds. */
export const useNow = () => {
  const { renderedAt } = usePreferences();
  return useSyncExternalStore(
    subscribe,
    () => nowMs,
    () => renderedAt,
  );
};
