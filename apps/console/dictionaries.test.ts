import { describe, expect, test } from 'vitest';
import { isLocale, locales, pickLocale } from './i18n/locale';
import { createTranslate } from './i18n/translate';
import { dictionaryFor, words } from './i18n/words';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('texts', () => {
  test('exist in every language, with the same placeholders and without exclamation marks', () => {
    const entries = Object.entries(words);
    expect(entries.length).toBeGreaterThan(200);
    for (const [key, entry] of entries) {
      for (const locale of locales) {
        expect(entry[locale].trim(), `${key} in ${locale}`).not.toBe('');
        expect(entry[locale], `${key} in ${locale}`).not.toMatch(/[!¡]/);
        expect(placeholders(entry[locale]), `${key} in ${locale}`).toEqual(placeholders(entry.en));
      }
    }
  });

  test('with a count come as one and other', () => {
    const keys = new Set(Object.keys(words));
    for (const key of keys) {
      if (key.endsWith('.one')) expect(keys).toContain(key.replace(/one$/, 'other'));
    }
  });

  test('are filled with values, a value being text and never a placeholder itself', () => {
    const t = createTranslate('en', dictionaryFor('en'));
    expect(t('palette.empty', { query: '{query} $& x' })).toBe('No match for “{query} $& x”');
  });

  test('take the form of the count in each language', () => {
    const en = createTranslate('en', dictionaryFor('en'));
    const es = createTranslate('es', dictionaryFor('es'));
    expect([0, 1, 2, 12_345].map((count) => en.plural('conversations.messages', count))).toEqual([
      '0 messages',
      '1 message',
      '2 messages',
      '12,345 messages',
    ]);
    expect(es.plural('conversations.messages', 1)).toBe('1 mensaje');
    expect(es.plural('conversations.messages', 1_000_000)).toBe('1.000.000 mensajes');
  });
});

describe('the language', () => {
  test.each([
    ['es', 'es'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['de-DE,de;q=0.9,es;q=0.5,en;q=0.4', 'es'],
    ['en;q=0.3, es;q=0.4', 'es'],
    ['es;q=0, en', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    [null, 'en'],
    ['*;q=x,,;;;', 'en'],
  ])('of a browser that asks for %j is %s', (header, locale) => {
    expect(pickLocale(header)).toBe(locale);
  });

  test('is one of ours', () => {
    expect(isLocale('es')).toBe(true);
    expect(isLocale('__proto__')).toBe(false);
  });
});
