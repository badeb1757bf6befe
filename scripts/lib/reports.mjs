import { existsSync, readFileSync } from 'node:fs';

function read(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A runner that broke, or ran nothing, is one failure more than its report shows. */
function withRunner({ passed, failed }, name, code) {
  const problems = [];
  if (passed + failed === 0) problems.push(`${name} ran no test`);
  else if (code !== 0 && failed === 0) problems.push(`${name} ended with ${code} although no test failed`);
  return { passed, failed: failed + problems.length, problems };
}

/** Counts what vitest's JSON report says; a file that did not load counts as one failed. */
export function countVitest(file, code) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1, problems: ['vitest left no report'] };
  const broken = report.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0);
  const failed = report.numFailedTests + broken.length;
  return withRunner({ passed: report.numPassedTests, failed }, 'vitest', code);
}

/** Counts what Playwright's JSON report says; a test that passed only on a second try, or was left out, counts as failed. */
export function countPlaywright(file, code) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1, problems: ['Playwright left no report'] };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return withRunner(
    { passed: expected, failed: unexpected + flaky + skipped + report.errors.length },
    'Playwright',
    code,
  );
}
