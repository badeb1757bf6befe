import { defineConfig } from '@playwright/test';

const { CHROMIUM_PATH, CHROMIUM_ARGS, E2E_CONSOLE_URL, PLAYWRIGHT_JSON_OUTPUT_FILE } = process.env;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  timeout: 60_000,
  retries: 0,
  workers: 1,
  forbidOnly: true,
  reporter: [['list'], ...(PLAYWRIGHT_JSON_OUTPUT_FILE ? [['json'] as const] : [])],
  use: {
    baseURL: E2E_CONSOLE_URL ?? 'http://127.0.0.1:3000',
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGS?.split(' ').filter(Boolean) },
  },
});
