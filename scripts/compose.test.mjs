import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { at } from './lib/paths.mjs';

const text = readFileSync(at('docker-compose.yml'), 'utf8');
const { networks, services, volumes } = parse(text, { merge: true });
const dockerfile = readFileSync(at('deploy', 'docker', 'Dockerfile'), 'utf8');
const stages = new Map(
  dockerfile
    .split(/^FROM /m)
    .slice(1)
    .map((stage) => [/ AS (\w+)/.exec(stage)[1], stage]),
);

test('has every part of the product', () => {
  expect(Object.keys(services).sort()).toEqual(['api', 'console', 'mongo', 'redis', 'setup', 'worker']);
  expect(Object.keys(volumes).sort()).toEqual(['audit-head', 'mongo', 'redis']);
});

test('queues are never evicted and outlive a restart; MongoDB is a replica set', () => {
  expect(services.redis.command.join(' ')).toContain('--maxmemory-policy noeviction --appendonly yes');
  expect(services.mongo.command).toEqual(expect.arrayContaining(['--replSet', 'rs0']));
  expect(services.api.environment.MONGODB_URL).toContain('replicaSet=rs0');
});

test('each waits for what it needs, in the state it needs it', () => {
  const states = ['service_healthy', 'service_completed_successfully'];
  for (const [name, { depends_on = {} }] of Object.entries(services))
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      expect(states, `${name} → ${needed}`).toContain(condition);
      const healthy =
        services[needed].healthcheck ?? /^HEALTHCHECK/m.test(stages.get(services[needed].build?.target) ?? '');
      if (condition === 'service_healthy') expect(Boolean(healthy), `${needed} has a health check`).toBe(true);
    }
  expect(services.api.depends_on.setup.condition).toBe('service_completed_successfully');
});

test('every image is a stage of the Dockerfile that runs without rights', () => {
  for (const { build } of Object.values(services).filter((service) => service.build)) {
    expect(build.dockerfile).toBe('deploy/docker/Dockerfile');
    expect(stages.get(build.target)).toMatch(/^USER node$/m);
  }
});

test('every setting of .env reaches the processes that read settings', () => {
  for (const name of ['setup', 'api', 'worker'])
    expect(services[name].env_file, name).toEqual([{ path: '.env', required: false }]);
});

test('where the audit log ends is kept apart from the database, for all that write into it', () => {
  for (const name of ['setup', 'api', 'worker']) {
    const { environment, volumes: mounted } = services[name];
    expect(mounted, name).toEqual(['audit-head:/var/lib/message-service']);
    expect(environment.AUDIT_HEAD_FILE, name).toBe('/var/lib/message-service/audit-head');
  }
  expect(stages.get('base')).toContain('chown node:node /var/lib/message-service');
});

test('the api believes the console about addresses, and lets its pages sign in wherever its port is', () => {
  const { ipv4_address } = services.console.networks.default;
  expect(services.api.environment.TRUSTED_PROXIES.split('$')[0]).toBe(ipv4_address);
  expect(networks.default.ipam.config[0].subnet).toBe(ipv4_address.replace(/\d+$/, '0/24'));
  const variable = /\$\{CONSOLE_PORT:-\d+\}/.exec(services.console.ports[0])[0];
  expect(services.api.environment.CONSOLE_PORT).toBe(variable);
});

test('the console is built for production', () => {
  expect(stages.get('build')).toMatch(/NODE_ENV=production .*next build/);
});

test('takes only settings that .env.example names', () => {
  const known = Object.keys(parseEnv(readFileSync(at('.env.example'), 'utf8')));
  const used = [...text.matchAll(/\$\{([A-Z_]+)/g)].map((match) => match[1]);
  expect(used.filter((name) => !known.includes(name))).toEqual([]);
});
