import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { createConversation, send } from '../journey.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type Findings = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

const expectNone = (violations: Findings, place: string) =>
  expect(
    violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    place,
  ).toEqual([]);

/** Every rule in dark; light has the same elements in other colours. */
const expectAccessible = async (page: Page, place: string) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  expectNone((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations, `${place}, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  expectNone((await new AxeBuilder({ page }).withRules('color-contrast').analyze()).violations, `${place}, light`);
};

const expectAccessibleAtAllWidths = async (page: Page, place: string) => {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expectAccessible(page, `${place} at ${width} px`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${place} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
};

// a browser without a graphics card paints every frame of a pulse by hand
test.use({ contextOptions: { reducedMotion: 'reduce' } });
// every rule over every element, four times
test.slow();

const settled = async (page: Page) => {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  await expect(page.locator('.skeleton')).toHaveCount(0);
};

for (const path of [
  '/',
  '/conversations',
  '/queues',
  '/moderation',
  '/moderation/metrics',
  '/moderation/review',
  '/providers',
  '/alerts',
  '/users',
  '/audit',
  '/analytics/tokens',
  '/budgets',
  '/analytics/performance',
  '/login',
  '/messages/msg_000000000missing',
  '/nowhere',
]) {
  test(`${path} is accessible`, async ({ page, guard }) => {
    guard.allow(/console: Failed to load resource.*404/);
    await page.goto(path);
    await settled(page);
    await expectAccessibleAtAllWidths(page, path);
  });
}

test('a conversation and a message are accessible', async ({ page }) => {
  const id = await createConversation(page, 'Accessible');
  await page.goto(`/conversations/${id}`);
  await send(page, 'Is this readable?');
  await settled(page);
  await expectAccessibleAtAllWidths(page, 'conversation');
  await page.getByRole('link', { name: 'Open the message document 1' }).click();
  await expect(page.getByRole('region', { name: 'Identity' })).toBeVisible();
  await expectAccessibleAtAllWidths(page, 'message');
});

for (const width of [1440, 390]) {
  test(`what opens on top is accessible at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/queues');
    await expect(page.locator('[data-live="live"]')).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect(page).toHaveURL('/conversations');
    await settled(page);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
    await expectAccessible(page, 'palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expectAccessible(page, 'shortcuts');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New conversation' }).click();
    await expect(page.getByRole('radio').first()).toBeVisible();
    await expectAccessible(page, 'new conversation');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    if (width < 768) {
      await page.getByRole('button', { name: 'Open navigation' }).first().click();
      await expectAccessible(page, 'drawer');
    }
    await page.getByRole('button', { name: 'Account and settings' }).last().click();
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    await expectAccessible(page, 'account menu');
  });
}
