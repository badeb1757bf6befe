import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at } from '../lib/paths.mjs';
import { freePorts } from '../lib/ports.mjs';
import { lockfileHash } from '../lib/tools.mjs';

const copied = [
  'scripts',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'turbo.json',
  'tsconfig.base.json',
  '.env.example',
];

const services = `
console.error('taking the stand-ins');
if (process.env.STAND_IN_SERVICES === 'fail') {
  console.error('getaddrinfo EAI_AGAIN deb.debian.org');
  process.exit(1);
}
if (process.env.STAND_IN_SERVICES !== 'hang')
console.log(JSON.stringify({ mongodb_url: 'mongodb://127.0.0.1:1', redis_url: 'redis://127.0.0.1:2', mongodb: { engine: 'stand-in', why: 'a test' }, redis: { engine: 'stand-in', why: 'a test' } }));
const end = () => process.exit(0);
process.on('SIGTERM', end);
process.stdin.on('end', end).resume();
`;

const server = (portVariable) => `
import { createServer } from 'node:http';
import { appendFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
const name = '${portVariable}';
appendFileSync(process.env.DATA_DIR + '/started', name + ' ' + process.pid + '\\n');
if (process.env.STAND_IN_SPAWNS) {
  const inner = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  appendFileSync(process.env.DATA_DIR + '/started', 'inner ' + inner.pid + '\\n');
}
if (process.env.STAND_IN_STUBBORN === name) process.on('SIGTERM', () => {});
createServer((request, response) => {
  if (request.url === '/crash') {
    console.error('the stand-in of ' + name + ' gives up');
    process.exit(3);
  }
  if (request.url === '/environment') return response.end(JSON.stringify(process.env));
  response.end('ok');
}).listen(Number(process.env[name]), process.env.HOST);
`;

const ops = `
import { appendFileSync } from 'node:fs';
const { DATA_DIR, DEMO_ADMIN_PASSWORD, DEMO_MODERATOR_PASSWORD, MONGODB_URL } = process.env;
const known = { indexes: '', demo: \`\${Boolean(DEMO_ADMIN_PASSWORD)} \${Boolean(DEMO_MODERATOR_PASSWORD)}\`, where: MONGODB_URL };
const said = known[process.argv[2]];
if (said === undefined) process.exit(4);
console.log(said);
appendFileSync(DATA_DIR + '/started', ('ops ' + process.argv.slice(2).join(' ') + ' ' + said).trim() + '\\n');
`;

function write(base, file, text) {
  mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
  writeFileSync(path.join(base, file), text);
}

function standIns(base) {
  write(base, 'packages/local-services/src/main.ts', services);
  for (const name of ['local-services', 'shared', 'core'])
    write(base, `packages/${name}/package.json`, JSON.stringify({ name: `@message-service/${name}`, type: 'module' }));
  const build =
    'mkdir -p dist .next && cp source.js dist/main.js && echo built >> dist/builds && echo id > .next/BUILD_ID';
  for (const [app, source] of [
    ['api', server('PORT')],
    ['worker', server('WORKER_METRICS_PORT')],
    ['ops', ops],
    ['console', ''],
  ]) {
    const manifest = { name: `@message-service/${app}`, type: 'module', scripts: { build } };
    write(base, `apps/${app}/package.json`, JSON.stringify(manifest));
    write(base, `apps/${app}/source.js`, source);
  }
  const next = 'apps/console/node_modules/next';
  write(base, `${next}/dist/bin/next`, server('CONSOLE_PORT'));
  write(base, `${next}/package.json`, JSON.stringify({ name: 'next', type: 'module' }));
}

/** Makes the folder look installed: with the tools of this checkout, and so that nothing can be installed into them. */
function installed(base) {
  for (const folder of ['node_modules', '.tools']) mkdirSync(path.join(base, folder));
  symlinkSync(at('.tools', 'node_modules'), path.join(base, '.tools', 'node_modules'));
  for (const name of ['.bin', 'tsx', 'turbo'])
    symlinkSync(at('node_modules', name), path.join(base, 'node_modules', name));
  writeFileSync(path.join(base, 'node_modules', '.installed'), lockfileHash());
}

/** A copy of the scripts in a folder of its own, with small stand-ins for everything that they start. */
export function createTemplate() {
  const base = mkdtempSync(path.join(tmpdir(), 'start-'));
  for (const file of copied) cpSync(at(file), path.join(base, file), { recursive: true });
  installed(base);
  standIns(base);
  return base;
}

/** A copy of a template; `start(env)` runs `start.mjs` there on ports of its own, `remove` deletes the folder. */
export async function createSandbox(template) {
  const base = mkdtempSync(path.join(tmpdir(), 'start-'));
  const filter = (file) => path.basename(file) !== '.data';
  cpSync(template, base, { recursive: true, verbatimSymlinks: true, filter });
  const [PORT, CONSOLE_PORT, WORKER_METRICS_PORT] = (await freePorts(3)).map(String);
  const ports = { PORT, CONSOLE_PORT, WORKER_METRICS_PORT };
  const dataFile = (name) => path.join(base, '.data', name);
  function script(name, args = [], env = {}) {
    const { ENV_FILE: _, ...inherited } = process.env;
    const child = spawn(process.execPath, [path.join(base, 'scripts', name), ...args], {
      cwd: base,
      env: { ...inherited, ...ports, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const process_ = { child, output: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        process_.output += chunk;
      });
    process_.ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
    return process_;
  }
  return {
    base,
    ports,
    script,
    dataFile,
    start: (env) => script('start.mjs', [], env),
    started: () =>
      existsSync(dataFile('started')) ? readFileSync(dataFile('started'), 'utf8').trim().split('\n') : [],
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}
