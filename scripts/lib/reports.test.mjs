import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { countPlaywright, countVitest } from './reports.mjs';
import { planTests } from './test-plan.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'reports-'));
const file = path.join(folder, 'report.json');
const missing = path.join(folder, 'missing.json');
afterAll(() => rmSync(folder, { recursive: true }));

function saved(report) {
  writeFileSync(file, typeof report === 'string' ? report : JSON.stringify(report));
  return file;
}

const vitest = (passed, failed, suites = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: suites,
});
const playwright = (expected, unexpected = 0, flaky = 0, skipped = 0, errors = []) => ({
  stats: { expected, unexpected, flaky, skipped },
  errors,
});

test('counts what vitest reports', () => {
  expect(countVitest(saved(vitest(7, 0)), 0)).toMatchObject({ passed: 7, failed: 0 });
  expect(countVitest(saved(vitest(7, 2)), 1)).toMatchObject({ passed: 7, failed: 2, problems: [] });
  const unloadable = [{ status: 'failed', assertionResults: [] }];
  expect(countVitest(saved(vitest(7, 0, unloadable)), 1)).toMatchObject({ passed: 7, failed: 1, problems: [] });
});

test('counts what Playwright reports; flaky and left-out tests are failures', () => {
  expect(countPlaywright(saved(playwright(3)), 0)).toMatchObject({ passed: 3, failed: 0 });
  expect(countPlaywright(saved(playwright(3, 1, 1, 1)), 1)).toMatchObject({ passed: 3, failed: 3 });
  expect(countPlaywright(saved(playwright(3, 0, 0, 0, [{ message: 'no browser' }])), 1)).toMatchObject({ failed: 1 });
});

test('a crash, no test at all and no report are failures', () => {
  for (const count of [countVitest, countPlaywright]) {
    expect(count(missing, 0)).toMatchObject({ passed: 0, failed: 1 });
    expect(count(saved('{"half'), 0)).toMatchObject({ passed: 0, failed: 1 });
  }
  expect(countVitest(saved(vitest(0, 0)), 0)).toMatchObject({ passed: 0, failed: 1 });
  expect(countPlaywright(saved(playwright(0)), 0)).toMatchObject({ passed: 0, failed: 1 });
  expect(countVitest(saved(vitest(7, 0)), 1)).toMatchObject({ passed: 7, failed: 1 });
  expect(countPlaywright(saved(playwright(7)), 'SIGKILL')).toMatchObject({ passed: 7, failed: 1 });
});

test('the command line chooses parts and filters', () => {
  expect(planTests([])).toEqual({ parts: ['verify', 'unit', 'e2e'], filters: [] });
  expect(planTests(['--only', 'e2e', '--', 'sign-in'])).toEqual({ parts: ['e2e'], filters: ['sign-in'] });
  expect(planTests(['send-message'])).toEqual({ parts: ['unit'], filters: ['send-message'] });
  expect(() => planTests(['--only', 'some'])).toThrow('--only is "some"');
  expect(() => planTests(['--onl', 'unit'])).toThrow('usage: npm test');
});
