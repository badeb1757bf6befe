import './lib/node-version.mjs';
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { testEnv } from './lib/env.mjs';
import { Failure, report } from './lib/failure.mjs';
import { guarded } from './lib/guard.mjs';
import { runJourneys } from './lib/journeys.mjs';
import { root } from './lib/paths.mjs';
import { createPhases } from './lib/phases.mjs';
import { run, stopChildren } from './lib/processes.mjs';
import { countVitest } from './lib/reports.mjs';
import { findChromium, startServices } from './lib/services.mjs';
import { runStaticChecks } from './lib/static-checks.mjs';
import { planTests } from './lib/test-plan.mjs';
import { ensureTools, withTools } from './lib/tools.mjs';

const print = (text) => process.stdout.write(`${text}\n`);
const env = testEnv();
const total = { passed: 0, failed: 0 };

function count(name, { passed, failed, problems = [] }) {
  total.passed += passed;
  total.failed += failed;
  for (const problem of problems) print(`✖ ${name}: ${problem}`);
  print(`${failed === 0 ? '✓' : '✖'} ${name}: ${passed} passed, ${failed} failed`);
}

/** Runs one part; whatever it throws is one failure, and the other parts go on. */
async function part(name, work) {
  try {
    count(name, await work());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    count(name, { passed: 0, failed: 1, problems: [error.message] });
  }
}

async function verify() {
  const results = await runStaticChecks(env, ({ name, ok, output, ms }) =>
    print(`${ok ? '✓' : '✖'} ${name} (${(ms / 1000).toFixed(1)} s)${ok ? '' : `\n${output}`}`),
  );
  const failed = results.filter((result) => !result.ok).length;
  return { passed: results.length - failed, failed };
}

async function unit(services, reportFile, filters) {
  const { mongodb_url, redis_url, child } = await services;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const { code } = await run({
    name: 'vitest',
    command: 'vitest',
    args: ['run', ...reporters, ...filters],
    cwd: root,
    env: { ...withTools(env), TEST_MONGODB_URL: mongodb_url, TEST_REDIS_URL: redis_url },
    onLine: print,
  });
  if (child) await stopChildren([child], 5_000);
  return countVitest(reportFile, code);
}

async function runParts({ parts, filters }, phases, makeFolder) {
  const { say, phase } = phases;
  const wants = (name) => parts.includes(name);
  const reports = makeFolder('test-reports');
  const later = (promise) => {
    promise.catch(() => undefined);
    return promise;
  };
  await phase('dependencies', () => ensureTools(env, say));
  const options = {
    dataDir: makeFolder('test-engines'),
    durable: false,
    onProgress: (line) => say(`local-services: ${line}`),
  };
  const services = wants('unit') && later(phase('MongoDB and Redis', () => testStores(options)));
  const chromium = wants('e2e') && later(phase('browser', () => findChromium(env)));
  if (wants('verify')) await part('verify', () => phase('verify', verify));
  const build = wants('e2e') && later(phase('build', () => ensureBuilt(env, undefined, say)));
  if (build) await Promise.allSettled([build]);
  if (wants('unit'))
    await part('unit and integration', () =>
      phase('unit and integration', () => unit(services, path.join(reports, 'vitest.json'), filters)),
    );
  if (wants('e2e'))
    await part('end to end', () =>
      phase('end to end', async () => {
        await build;
        const files = { dataDir: makeFolder('test-data'), reportFile: path.join(reports, 'playwright.json') };
        return runJourneys(env, { ...files, chromium: await chromium, filters, onLine: print });
      }),
    );
}

async function testStores(options) {
  const { TEST_MONGODB_URL, TEST_REDIS_URL } = env;
  if (TEST_MONGODB_URL && TEST_REDIS_URL) return { mongodb_url: TEST_MONGODB_URL, redis_url: TEST_REDIS_URL };
  let child;
  const onChild = (started) => {
    child = started;
  };
  const stores = await startServices(env, { ...options, onChild });
  return { ...stores, child };
}

async function main(interrupted, makeFolder) {
  const phases = createPhases();
  const asked = interrupted.then((signal) => {
    throw new Failure(`ended by ${signal}`);
  });
  asked.catch(() => undefined);
  try {
    await Promise.race([runParts(planTests(process.argv.slice(2)), phases, makeFolder), asked]);
    print(`\n${phases.table()}\n`);
  } catch (error) {
    report(error, (text) => process.stdout.write(text));
    total.failed += 1;
  }
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

await guarded(async (...tools) => {
  const code = await main(...tools);
  process.on('exit', () => print(`${total.passed} passed, ${total.failed} failed`));
  return code;
});
