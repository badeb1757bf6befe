import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { flag, portOf } from './env.mjs';
import { Failure } from './failure.mjs';
import { waitUntilHealthy } from './health.mjs';
import { noteworthy } from './log-lines.mjs';
import { at, dataDirectory, root } from './paths.mjs';
import { requirePorts } from './ports.mjs';
import { requireDisk } from './preflight.mjs';
import { mustRun, runningChildren, startChild, stopChildren } from './processes.mjs';
import { claimRuntime, releaseRuntime, writeRuntime } from './runtime.mjs';
import { credentials, secrets } from './secrets.mjs';
import { startServices } from './services.mjs';
import { ensureTools } from './tools.mjs';

/** What the environment says about where everything runs. */
export function planFrom(env) {
  const host = env.HOST || '127.0.0.1';
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const at = (port) => `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  const api = portOf(env, 'PORT', 8004);
  const console_ = portOf(env, 'CONSOLE_PORT', 3000);
  const worker = portOf(env, 'WORKER_METRICS_PORT', 9090);
  return {
    host,
    dataDir: dataDirectory(env),
    demo: flag(env, 'DEMO_DATA', true),
    ports: { PORT: api, CONSOLE_PORT: console_, WORKER_METRICS_PORT: worker },
    urls: { api_url: at(api), console_url: at(console_), worker_url: at(worker) },
  };
}

/** Whose word about where a request comes from the api takes: the console's, which runs here, beside those of the settings. */
function trustedProxies(env, { host }) {
  const own = isIP(host) === 0 || ['0.0.0.0', '::'].includes(host) ? [] : [host];
  return [...(env.TRUSTED_PROXIES?.split(',') ?? []), 'loopback', ...own].join(',');
}

/** Where the head of the audit log is kept, outside the database; one for each database that the settings name. */
function auditHeadFile(env, { dataDir }) {
  if (!env.MONGODB_URL) return path.join(dataDir, 'audit-head');
  const which = createHash('sha256')
    .update(`${env.MONGODB_URL} ${env.MONGODB_DATABASE ?? ''}`)
    .digest('hex');
  return path.join(dataDir, `audit-head-${which.slice(0, 12)}`);
}

/** The environment of the service's own processes. */
export function serviceEnv(env, plan, stores) {
  return {
    ...env,
    ...secrets(env, plan.dataDir),
    HOST: plan.host,
    ...Object.fromEntries(Object.entries(plan.ports).map(([name, port]) => [name, String(port)])),
    MONGODB_URL: stores.mongodb_url,
    REDIS_URL: stores.redis_url,
    API_URL: plan.urls.api_url,
    TRUSTED_PROXIES: trustedProxies(env, plan),
    AUDIT_HEAD_FILE: env.AUDIT_HEAD_FILE || auditHeadFile(env, plan),
    DATA_DIR: plan.dataDir,
  };
}

/** The command line of `ops` as a child process. */
export const opsCommand = (...args) => ({
  command: process.execPath,
  args: [at('apps', 'ops', 'dist', 'main.js'), ...args],
  cwd: root,
});

function processesOf(plan) {
  const next = at('apps', 'console', 'node_modules', 'next', 'dist', 'bin', 'next');
  const listen = ['-p', String(plan.ports.CONSOLE_PORT), '-H', plan.host];
  return [
    { name: 'worker', args: [at('apps', 'worker', 'dist', 'main.js')], health: `${plan.urls.worker_url}/health/ready` },
    { name: 'api', args: [at('apps', 'api', 'dist', 'main.js')], health: `${plan.urls.api_url}/health/ready` },
    {
      name: 'console',
      args: [next, 'start', at('apps', 'console'), ...listen],
      health: `${plan.urls.console_url}/login`,
    },
  ];
}

/**
 * Brings the whole product up: tools, stores beside the build, indexes, demo data, then worker, api and console.
 * Answers where it is, `failed` (a promise that rejects when a child dies) and `stop`. When it fails, or `interrupted`
 * rejects meanwhile, everything is stopped first.
 */
export async function startProduct(env, phases, interrupted) {
  const { say } = phases;
  const plan = planFrom(env);
  const services = [];
  let stopping = false;
  let fail;
  const failed = new Promise((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {
    stopping = true;
  });
  const watch = (child) => {
    child.ended.then((code) => {
      if (stopping) return;
      const log = child.lastLines().map((line) => `    ${line}`);
      fail(
        new Failure(
          [
            `${child.name} ended by itself (${code}). Its last lines:`,
            ...log,
            `  The whole log: ${child.logFile}`,
          ].join('\n'),
        ),
      );
    });
  };
  const phase = (name, work) => {
    if (stopping) throw new Failure('stopped');
    return phases.phase(name, work);
  };
  const logFile = (name) => path.join(plan.dataDir, 'logs', `${name}.log`);
  async function stop() {
    stopping = true;
    await stopChildren(
      runningChildren().filter((child) => !services.includes(child)),
      6_500,
    );
    await stopChildren(services, 2_500);
    releaseRuntime(plan.dataDir);
  }

  async function prepareStores() {
    const options = {
      dataDir: plan.dataDir,
      durable: true,
      logFile: logFile('local-services'),
      onProgress: (line) => line.trim() && say(`local-services: ${line.trim()}`),
      onChild: (child) => services.push(child),
    };
    return phase('MongoDB and Redis', async (note) => {
      const stores = await startServices(env, options);
      services.forEach(watch);
      note(`${stores.mongodb} · ${stores.redis}`);
      return stores;
    });
  }

  async function build() {
    return phase('build', async (note) => {
      const built = await ensureBuilt(env, undefined, say);
      note(built.length > 0 ? built.join(', ') : 'nothing changed');
    });
  }

  async function ops(title, ownEnv, command, ...options) {
    await phase(title, () =>
      mustRun({
        name: `ops ${command}`,
        ...opsCommand(command, ...options),
        env: ownEnv,
        logFile: logFile(`ops-${command}`),
      }),
    );
  }

  async function startApps(ownEnv) {
    const wait = processesOf(plan).map(({ name, args, health }) => {
      const onLine = (line, stream) => {
        const text = noteworthy(line, stream);
        if (text && !stopping) say(`${name}: ${text}`);
      };
      const env = { ...ownEnv, NODE_ENV: 'production' };
      watch(startChild({ name, command: process.execPath, args, cwd: root, env, logFile: logFile(name), onLine }));
      return phase(`${name} healthy`, () => waitUntilHealthy(name, health));
    });
    await Promise.all(wait);
  }

  async function bringUp() {
    await phase('dependencies', () => ensureTools(env, say));
    const [stores] = await Promise.all([prepareStores(), build()]);
    const accounts = credentials(plan.dataDir);
    const ownEnv = serviceEnv(env, plan, stores);
    await ops('indexes', ownEnv, 'indexes');
    const passwords = {
      DEMO_ADMIN_PASSWORD: accounts.admin.password,
      DEMO_MODERATOR_PASSWORD: accounts.moderator.password,
    };
    await ops(
      plan.demo ? 'demo data' : 'accounts',
      { ...ownEnv, ...passwords },
      'demo',
      ...(plan.demo ? [] : ['--accounts']),
    );
    await startApps(ownEnv);
    const runtime = { state: 'ready', ...plan.urls, mongodb_url: stores.mongodb_url, redis_url: stores.redis_url };
    writeRuntime(plan.dataDir, { ...runtime, ready_at: new Date().toISOString() });
    return { plan, stores, accounts, failed, stop };
  }

  requireDisk(plan.dataDir);
  claimRuntime(plan.dataDir, plan.urls);
  try {
    const wanted = Object.entries(plan.ports).map(([variable, port]) => ({ variable, port, host: plan.host }));
    await requirePorts(wanted);
    return await Promise.race([bringUp(), failed, interrupted]);
  } catch (error) {
    await stop();
    throw error;
  }
}
