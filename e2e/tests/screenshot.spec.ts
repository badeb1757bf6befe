import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { updateScreenshots } from '../environment.ts';
import { expect, test } from '../fixtures.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/images');

if (updateScreenshots) {
  test.use({ viewport: { width: 1440, height: 680 } });

  test('the picture of the README', async ({ page }) => {
    mkdirSync(folder, { recursive: true });
    await page.goto('/');
    await expect(page.locator('[data-live="live"]')).toBeVisible();
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await page.screenshot({ path: path.join(folder, 'console.png') });
  });
}
