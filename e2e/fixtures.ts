import { test as base, expect, type Page } from '@playwright/test';
import { consoleUrl } from './environment.ts';

type Guard = {
  /** Lets console errors through that a journey causes on purpose. */
  allow: (text: RegExp) => void;
  /** Holds a further page to the same; before it goes anywhere. */
  watch: (page: Page) => Promise<void>;
};

const isOutside = (url: string) => !url.startsWith(consoleUrl) && !/^(data|blob|about):/.test(url);

const watch = async (page: Page, seen: string[]) => {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (isOutside(request.url())) seen.push(`outside: ${request.url()}`);
  });
  await page.exposeFunction('reportViolation', (text: string) => seen.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      Reflect.get(window, 'reportViolation')(`${violatedDirective} ${blockedURI}`);
    });
  });
};

/** Every journey also proves: nothing on the console, no request to the outside, no policy violated. */
export const test = base.extend<{ guard: Guard }>({
  guard: [
    async ({ page }, use) => {
      const seen: string[] = [];
      const allowed: RegExp[] = [];
      await watch(page, seen);
      await use({ allow: (text) => allowed.push(text), watch: (other) => watch(other, seen) });
      expect(seen.filter((line) => !allowed.some((text) => text.test(line)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
