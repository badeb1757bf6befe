'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Locale } from '@/i18n/locale';
import { rememberPreference, usePreferences } from '@/ui/preferences';
import type { Theme } from '@/ui/theme';
import { signOut } from '../login/session';

export const languageNames: Record<Locale, string> = { en: 'English', es: 'Español' };

/** Theme, language and sign-out, for the menu and the palette. */
export const useSettings = () => {
  const router = useRouter();
  const { theme: chosen } = usePreferences();
  const [theme, show] = useState(chosen);
  return {
    theme,
    setTheme: (name: Theme) => {
      show(name);
      document.documentElement.dataset.theme = name;
      void rememberPreference({ name: 'theme', value: name }).then(() => router.refresh());
    },
    setLanguage: (locale: Locale) => {
      void rememberPreference({ name: 'lang', value: locale }).then(() => router.refresh());
    },
    signOut: () => {
      void signOut().then(() => window.location.assign('/login'));
    },
  };
};
