import 'server-only';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { isLocale, type Locale, pickLocale } from './locale.ts';
import { createTranslate } from './translate.ts';
import { dictionaryFor } from './words/index.ts';

/** The reader's language: what they chose, else what their browser prefers. */
export const getLocale = cache(async (): Promise<Locale> => {
  const chosen = (await cookies()).get('lang')?.value;
  return isLocale(chosen) ? chosen : pickLocale((await headers()).get('accept-language'));
});

export const getTranslate = cache(async () => {
  const locale = await getLocale();
  return createTranslate(locale, dictionaryFor(locale));
});
