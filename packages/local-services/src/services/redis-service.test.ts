import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { findRedis } from '../provision/find-redis.ts';
import { readSettings } from '../settings.ts';
import { freePort } from '../system/free-port.ts';
import { runRedis } from './redis-service.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(options: { durable: boolean; port?: number }) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'local-services-test-'));
  cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const { program } = await findRedis(readSettings(), () => undefined);
  const service = await runRedis(program, { dataDir, port: 0, onDeath: () => undefined, ...options });
  cleanUps.push(() => service.stop());
  const client = new Redis(service.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  cleanUps.push(() => client.disconnect());
  return { service, client };
}

test('evicts nothing and listens on loopback only', async () => {
  const { service, client } = await start({ durable: false });
  expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'no']);
  const port = Number(new URL(service.url).port).toString(16).toUpperCase().padStart(4, '0');
  const listening = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .filter((line) => line.includes(`:${port} 00000000:0000 0A`));
  expect(listening.map((line) => line.trim().split(/\s+/)[1])).toEqual([`0100007F:${port}`]);
});

test('durable: killed and started again it has its data, on the same port', async () => {
  const { service, client } = await start({ durable: true });
  await client.set('kept', 'yes');
  const { url } = service;
  await service.kill();
  expect(service.pids()).toEqual([]);
  await service.restart();
  expect(service.url).toBe(url);
  expect(await client.get('kept')).toBe('yes');
});

test('a port that another program holds is named', async () => {
  const port = await freePort();
  const holder = net.createServer().listen(port, '127.0.0.1');
  cleanUps.push(() => holder.close());
  await expect(start({ durable: false, port })).rejects.toThrow(`Port ${port} is in use`);
});

test('a port that another Redis holds is named', async () => {
  const { service } = await start({ durable: false });
  const port = Number(new URL(service.url).port);
  await expect(start({ durable: false, port })).rejects.toThrow(`Port ${port} is in use`);
});
