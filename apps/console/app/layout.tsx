import './globals.css';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { getLocale, getTranslate } from '@/i18n/server';
import { dictionaryFor } from '@/i18n/words';
import { PreferencesProvider } from '@/ui/preferences';
import { toTheme } from '@/ui/theme';

export const generateMetadata = async (): Promise<Metadata> => {
  const t = await getTranslate();
  return { title: { default: t('app.name'), template: `%s · ${t('app.name')}` }, robots: { index: false } };
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f7f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f11' },
  ],
};

const isTimeZone = (zone: string) => Intl.supportedValuesOf('timeZone').includes(zone);

const RootLayout = async ({ children }: { children: ReactNode }) => {
  const jar = await cookies();
  const locale = await getLocale();
  const theme = toTheme(jar.get('theme')?.value);
  const zone = jar.get('tz')?.value;
  return (
    <html lang={locale} data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <PreferencesProvider
          locale={locale}
          dictionary={dictionaryFor(locale)}
          timeZone={zone && isTimeZone(zone) ? zone : 'UTC'}
          theme={theme}
          renderedAt={Date.now()}
        >
          {children}
        </PreferencesProvider>
      </body>
    </html>
  );
};
export default RootLayout;
