import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createSocketFolder, socketPathOf, startPostgres } from '../engine/postgres.ts';
import { stopIndexBuilders } from '../engine/stop-index-builders.ts';
import { copyTemplate } from '../engine/template.ts';
import type { DocumentDbEngine } from '../provision/debian-documentdb.ts';
import type { Launched } from '../system/launcher.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import type { OnDeath, Running } from './service.ts';

/** DocumentDB and its gateway, two processes: either can be killed and started again by itself. */
export async function runDocumentDb(
  { programs, template }: DocumentDbEngine,
  options: { dataDir: string; durable: boolean; port: number; onDeath: OnDeath },
): Promise<Running> {
  const dataFolder = path.join(options.dataDir, 'documentdb');
  mkdirSync(options.dataDir, { recursive: true });
  await copyTemplate(template, dataFolder);
  const socketFolder = createSocketFolder();
  let stopping = false;

  async function startEngine(): Promise<Launched> {
    const started = await startPostgres({ programs, dataFolder, socketFolder, durable: options.durable });
    void started.ended.then((code) => stopping || options.onDeath('MongoDB engine', `ended with ${code}`));
    return started;
  }

  async function startDoor(port: number): Promise<GatewayProcess> {
    const started = await startGatewayProcess(socketPathOf(socketFolder), port);
    void started.ended.then((said) => stopping || options.onDeath('MongoDB gateway', `ended: ${said}`));
    return started;
  }

  let engine = await startEngine();
  await stopIndexBuilders(socketPathOf(socketFolder));
  let gateway = await startDoor(options.port).catch(async (error: unknown) => {
    stopping = true;
    await engine.stop();
    throw error;
  });
  const port = gateway.port;
  return {
    url: `mongodb://127.0.0.1:${port}/`,
    pids: () => [engine, gateway].filter((part) => part.isRunning()).map((part) => part.pid),
    kill: async () => {
      stopping = true;
      await engine.kill();
      stopping = false;
    },
    restart: async () => {
      if (!engine.isRunning()) engine = await startEngine();
      if (!gateway.isRunning()) gateway = await startDoor(port);
    },
    stop: async () => {
      stopping = true;
      await gateway.stop();
      await engine.stop();
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}
