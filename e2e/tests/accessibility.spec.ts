import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleAtAllWidths } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { createConversation, send } from '../journey.ts';

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
  '/moderation/shadow',
  '/providers',
  '/alerts',
  '/search?q=the',
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
