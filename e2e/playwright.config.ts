import { defineConfig } from '@playwright/test';
import { browser, consoleUrl, wantsReport } from './environment.ts';

/** Where the signed-in state of the admin is kept between the tests of one run. */
export const SESSION_FILE = 'test-results/session.json';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results/artifacts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list'], ...(wantsReport ? [['json'] as const] : [])],
  use: {
    baseURL: consoleUrl,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Madrid',
    colorScheme: 'dark',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    video: 'off',
    launchOptions: browser,
  },
  projects: [
    { name: 'session', testMatch: 'session.setup.ts' },
    {
      name: 'journeys',
      testMatch: '*.spec.ts',
      dependencies: ['session'],
      use: { storageState: SESSION_FILE },
    },
  ],
});
