import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { isAlive } from './lib/families.mjs';
import { createSandbox, createTemplate } from './testing/sandbox.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let sandbox;
let template;
let running = [];

async function until(what, condition) {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline)
      throw new Error(`${what} did not happen:\n${running.map((one) => one.output).join('\n')}`);
    await pause(25);
  }
}

function start(env) {
  const started = sandbox.start(env);
  running.push(started);
  return started;
}

const ready = (one) => until('ready', () => one.output.includes('Ready in') || one.child.exitCode !== null);
const pids = () =>
  sandbox
    .started()
    .map((line) => Number(line.split(' ')[1]))
    .filter((pid) => pid > 1);
const allGone = () => until('everything gone', () => pids().every((pid) => !isAlive(pid)));

beforeAll(async () => {
  template = createTemplate();
  sandbox = await createSandbox(template);
  const one = start();
  await ready(one);
  expect(one.output).toContain('building api, console, ops, worker');
  one.child.kill('SIGTERM');
  await one.ended;
  rmSync(template, { recursive: true });
  template = sandbox.base;
});
afterAll(() => rmSync(template, { recursive: true }));
beforeEach(async () => {
  sandbox = await createSandbox(template);
  running = [];
});
afterEach(async () => {
  for (const one of running) one.child.kill('SIGKILL');
  await allGone();
  sandbox.remove();
});

test('starts everything in order, says where it is, and ends it all on SIGTERM', async () => {
  const one = start();
  await ready(one);
  expect(one.output).toContain(`http://127.0.0.1:${sandbox.ports.CONSOLE_PORT}`);
  expect(one.output).toContain('local-services: taking the stand-ins');
  expect(sandbox.started().slice(0, 2)).toEqual(['ops indexes', 'ops demo true true']);
  expect(
    sandbox
      .started()
      .slice(2)
      .map((line) => line.split(' ')[0])
      .sort(),
  ).toEqual(['CONSOLE_PORT', 'PORT', 'WORKER_METRICS_PORT']);
  const { admin, moderator } = JSON.parse(readFileSync(sandbox.dataFile('credentials.json'), 'utf8'));
  for (const { email, password } of [admin, moderator]) expect(one.output).toMatch(new RegExp(`${email} +${password}`));
  expect(statSync(sandbox.dataFile('secrets.json')).mode & 0o777).toBe(0o600);
  expect(statSync(sandbox.dataFile('credentials.json')).mode & 0o777).toBe(0o600);
  one.child.kill('SIGTERM');
  expect(await one.ended).toBe(0);
  expect(pids().filter((pid) => isAlive(pid))).toEqual([]);
  expect(existsSync(sandbox.dataFile('runtime.json'))).toBe(false);
});

test('a build that was broken off is made good by the next start', async () => {
  for (const [app, result] of [
    ['api', 'dist/main.js'],
    ['console', '.next/BUILD_ID'],
  ])
    rmSync(`${sandbox.base}/apps/${app}/${result}`);
  const one = start();
  await ready(one);
  expect(one.output).toContain('building api, console\n');
  one.child.kill('SIGINT');
  expect(await one.ended).toBe(0);
});

test('a second start builds only what changed, and keeps secrets and passwords', async () => {
  const kept = () => ['secrets.json', 'credentials.json'].map((name) => readFileSync(sandbox.dataFile(name), 'utf8'));
  const builds = () =>
    ['api', 'worker'].map(
      (app) => readFileSync(`${sandbox.base}/apps/${app}/dist/builds`, 'utf8').trim().split('\n').length,
    );
  const one = start();
  await ready(one);
  expect(one.output).toContain('nothing changed');
  expect(builds()).toEqual([1, 1]);
  const secrets = kept();
  one.child.kill('SIGINT');
  expect(await one.ended).toBe(0);
  appendFileSync(`${sandbox.base}/apps/api/source.js`, '// changed');
  const two = start();
  await ready(two);
  expect(two.output).toContain('building api\n');
  expect(kept()).toEqual(secrets);
  expect(builds()).toEqual([2, 1]);
  two.child.kill('SIGTERM');
  expect(await two.ended).toBe(0);
});

test('the processes get addresses, secrets and .env; the environment wins over .env', async () => {
  writeFileSync(`${sandbox.base}/.env`, 'LOG_LEVEL=debug\nDEFAULT_MODEL="from the file"\nOPENAI_API_KEY=\n');
  const one = start({ LOG_LEVEL: 'warn', npm_config_yes: 'false', DEMO_DATA: 'off' });
  await ready(one);
  const env = await (await fetch(`http://127.0.0.1:${sandbox.ports.PORT}/environment`)).json();
  expect(env).toMatchObject({
    LOG_LEVEL: 'warn',
    DEFAULT_MODEL: 'from the file',
    MONGODB_URL: 'mongodb://127.0.0.1:1',
    TRUSTED_PROXIES: 'loopback,127.0.0.1',
  });
  expect(env.JWT_SECRET_KEY).toBe(JSON.parse(readFileSync(sandbox.dataFile('secrets.json'), 'utf8')).JWT_SECRET_KEY);
  expect(Object.keys(env)).not.toContain('OPENAI_API_KEY');
  expect(Object.keys(env)).not.toContain('npm_config_yes');
  expect(sandbox.started()[1]).toBe('ops demo --accounts true true');
});

test('a start beside a running one is refused with its address', async () => {
  const one = start();
  await ready(one);
  const two = start({ PORT: '1', CONSOLE_PORT: '2', WORKER_METRICS_PORT: '3' });
  expect(await two.ended).toBe(1);
  expect(two.output).toContain(
    `already runs on ${sandbox.base}/.data (process ${one.child.pid}, http://127.0.0.1:${sandbox.ports.CONSOLE_PORT})`,
  );
  expect(two.output).not.toContain('    at ');
});

test('a taken port is named with the variable that changes it, before anything starts', async () => {
  const server = createServer().listen(Number(sandbox.ports.CONSOLE_PORT), '127.0.0.1');
  const one = start();
  expect(await one.ended).toBe(1);
  server.close();
  expect(one.output).toContain(`Port ${sandbox.ports.CONSOLE_PORT} is taken`);
  expect(one.output).toContain('CONSOLE_PORT=');
  expect(sandbox.started()).toEqual([]);
  expect(existsSync(sandbox.dataFile('runtime.json'))).toBe(false);
});

test('two ports alike, a port that is none and an unclear switch are refused', async () => {
  const same = start({ CONSOLE_PORT: sandbox.ports.PORT });
  expect(await same.ended).toBe(1);
  expect(same.output).toContain(`CONSOLE_PORT is ${sandbox.ports.PORT}, which another of our ports already is`);
  const none = start({ PORT: '80000' });
  expect(await none.ended).toBe(1);
  expect(none.output).toContain('PORT is "80000", but must be a port between 1 and 65535');
  const unclear = start({ DEMO_DATA: 'perhaps' });
  expect(await unclear.ended).toBe(1);
  expect(unclear.output).toContain('DEMO_DATA is "perhaps", but must be true or false');
});

test('a data directory that cannot be made is one clear message', async () => {
  writeFileSync(`${sandbox.base}/occupied`, '');
  const one = start({ DATA_DIR: 'occupied/data' });
  expect(await one.ended).toBe(1);
  expect(one.output).toContain(`${sandbox.base}/occupied/data cannot be written (ENOTDIR)`);
});

test('a child that dies ends everything, with its name and last lines', async () => {
  const one = start();
  await ready(one);
  await fetch(`http://127.0.0.1:${sandbox.ports.WORKER_METRICS_PORT}/crash`).then(
    () => 'answered',
    () => 'cut',
  );
  expect(await one.ended).toBe(1);
  expect(one.output).toContain('worker ended by itself (3)');
  expect(one.output).toContain('    the stand-in of WORKER_METRICS_PORT gives up');
  expect(pids().filter((pid) => isAlive(pid))).toEqual([]);
});

test('a child that ignores SIGTERM and a grandchild that left its group are killed within 10 s', async () => {
  const one = start({ STAND_IN_STUBBORN: 'PORT', STAND_IN_SPAWNS: 'yes' });
  await ready(one);
  expect(sandbox.started().filter((line) => line.startsWith('inner'))).toHaveLength(3);
  const asked = Date.now();
  one.child.kill('SIGTERM');
  expect(await one.ended).toBe(0);
  expect(Date.now() - asked).toBeLessThan(10_000);
  expect(pids().filter((pid) => isAlive(pid))).toEqual([]);
});

test('an interruption while the stores are being prepared ends everything', async () => {
  const one = start({ STAND_IN_SERVICES: 'hang' });
  await until('the stores begin', () => one.output.includes('taking the stand-ins'));
  one.child.kill('SIGINT');
  expect(await one.ended).toBe(0);
  expect(one.output).toContain('stopping');
  expect(existsSync(sandbox.dataFile('runtime.json'))).toBe(false);
  expect(sandbox.started()).toEqual([]);
});

test('stores that cannot be had without a network are one clear message', async () => {
  const one = start({ STAND_IN_SERVICES: 'fail' });
  expect(await one.ended).toBe(1);
  expect(one.output).toContain('MongoDB and Redis could not be prepared.');
  expect(one.output).toContain('The network cannot be reached.');
  expect(one.output).not.toContain('    at ');
});

test('a second Ctrl-C does not wait', async () => {
  const one = start({ STAND_IN_STUBBORN: 'PORT' });
  await ready(one);
  one.child.kill('SIGINT');
  await pause(500);
  one.child.kill('SIGINT');
  expect(await one.ended).toBe(130);
  expect(pids().filter((pid) => isAlive(pid))).toEqual([]);
});

test('nothing outlives a start that is itself killed, and the next one takes over', async () => {
  const one = start({ STAND_IN_SPAWNS: 'yes' });
  await ready(one);
  one.child.kill('SIGKILL');
  await one.ended;
  await allGone();
  const two = start();
  await ready(two);
  expect(two.output).toContain('Ready in');
});

test('ops works on the stores of the running start, and says so when there are none', async () => {
  const before = sandbox.script('ops.mjs', ['where']);
  expect(await before.ended).toBe(1);
  expect(before.output).toContain('No database to work on: start the service (npm start)');
  const one = start();
  await ready(one);
  const during = sandbox.script('ops.mjs', ['where']);
  expect(await during.ended).toBe(0);
  expect(during.output).toContain('mongodb://127.0.0.1:1');
});
