import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type Findings = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

const expectNone = (violations: Findings, place: string) =>
  expect(
    violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    place,
  ).toEqual([]);

/** Every rule in dark; light has the same elements in other colours. */
export const expectAccessible = async (page: Page, place: string) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  expectNone((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations, `${place}, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  expectNone((await new AxeBuilder({ page }).withRules('color-contrast').analyze()).violations, `${place}, light`);
};

/** At a width, where it must not scroll sideways either. */
export const expectAccessibleAt = async (page: Page, place: string, width: number) => {
  await page.setViewportSize({ width, height: 844 });
  await expectAccessible(page, `${place} at ${width} px`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${place} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
};

/** At a desk's width and a phone's. */
export const expectAccessibleAtAllWidths = async (page: Page, place: string) => {
  for (const width of [1440, 390]) await expectAccessibleAt(page, place, width);
};
