import path from 'node:path';
import { Failure } from './failure.mjs';
import { family, survivors } from './families.mjs';
import { at, root } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { run, startChild, stopChildren } from './processes.mjs';
import { countPlaywright } from './reports.mjs';
import { readRuntime } from './runtime.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function untilReady(product, dataDir) {
  while (product.code === undefined) {
    const runtime = readRuntime(dataDir);
    if (runtime?.state === 'ready') return runtime;
    await pause(100);
  }
  throw new Failure(`npm start did not come up (${product.code}):\n${product.lastLines().join('\n')}`);
}

/** Ends the product as Ctrl-C would and answers what was wrong with its end. */
async function endProduct(product) {
  const members = family([product.pid]);
  const asked = performance.now();
  process.kill(product.pid, 'SIGTERM');
  const code = await Promise.race([product.ended, pause(12_000).then(() => 'nothing')]);
  const took = (performance.now() - asked) / 1000;
  const left = await survivors(members, 1_000);
  const problems = [];
  if (code !== 0) problems.push(`npm start ended with ${code} when asked to end\n${product.lastLines().join('\n')}`);
  if (took > 10) problems.push(`npm start took ${took.toFixed(1)} s to end`);
  if (left.length > 0)
    problems.push(`outlived npm start: ${left.map(({ pid, name }) => `${name} (${pid})`).join(', ')}`);
  return problems;
}

/** The demonstration answers, and two providers are known that a journey starts, kills and asks by name. */
const providersAt = (first, second) => ({
  DEFAULT_LLM_PROVIDER: 'demo',
  LLM_SERVICE_URL: `http://127.0.0.1:${first}`,
  OPENAI_BASE_URL: `http://127.0.0.1:${second}`,
  LLM_BREAKER_FAILURES: '2',
  LLM_BREAKER_SECONDS: '10',
  LLM_BREAKER_SUCCESSES: '2',
});

/**
 * Starts the whole product as `npm start` does, on free ports and data of its own, and sends the browser through it.
 * Answers counts and what went wrong; the product's clean end counts as one.
 */
export async function runJourneys(env, { dataDir, chromium, filters, onLine, reportFile }) {
  const [PORT, CONSOLE_PORT, WORKER_METRICS_PORT, first, second] = (await freePorts(5)).map(String);
  const ownEnv = { ...env, ...providersAt(first, second), PORT, CONSOLE_PORT, WORKER_METRICS_PORT, DATA_DIR: dataDir };
  const product = startChild({
    name: 'npm start',
    command: process.execPath,
    args: [at('scripts', 'start.mjs')],
    cwd: root,
    env: ownEnv,
    onLine: (line) => /^\[/.test(line) && onLine(line),
  });
  try {
    const runtime = await untilReady(product, dataDir);
    const playwright = at('e2e', 'node_modules', '@playwright', 'test', 'cli.js');
    const { code } = await run({
      name: 'playwright',
      command: process.execPath,
      args: [playwright, 'test', ...filters],
      cwd: at('e2e'),
      env: {
        ...ownEnv,
        E2E_LLM_PORTS: `${first},${second}`,
        E2E_API_URL: runtime.api_url,
        E2E_CONSOLE_URL: runtime.console_url,
        E2E_CREDENTIALS: path.join(dataDir, 'credentials.json'),
        CHROMIUM_PATH: chromium,
        CHROMIUM_ARGS: env.CHROMIUM_ARGS || '--no-sandbox --disable-dev-shm-usage',
        PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
      },
      onLine,
    });
    const counts = countPlaywright(reportFile, code);
    const problems = await endProduct(product);
    return {
      passed: counts.passed + (problems.length === 0 ? 1 : 0),
      failed: counts.failed + (problems.length === 0 ? 0 : 1),
      problems: [...counts.problems, ...problems],
    };
  } finally {
    await stopChildren([product], 10_000);
  }
}
