import { spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findEngineUser } from '../system/engine-user.ts';
import { run } from '../system/run.ts';
import { connectPg } from './pg-connection.ts';
import { createSocketFolder, engineEnvironment, giveToEngine, socketPathOf, startPostgres } from './postgres.ts';

const INITDB = [
  '-U',
  'postgres',
  '-A',
  'trust',
  '-E',
  'UTF8',
  '--locale-provider=builtin',
  '--locale=C.UTF-8',
  '--no-sync',
  '--no-instructions',
];

function initDatabase(programs: string, folder: string): Promise<void> {
  const user = findEngineUser();
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(programs, 'initdb'), ['-D', folder, ...INITDB], {
      cwd: folder,
      env: engineEnvironment(programs),
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(user.isDropped && { uid: user.uid, gid: user.gid }),
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`initdb ended with ${code}: ${said.slice(-500)}`)),
    );
  });
}

/** Makes a data folder with the extension in it, to be copied for each new database. */
export async function createTemplate(programs: string, folder: string): Promise<void> {
  giveToEngine(folder);
  await initDatabase(programs, folder);
  const socketFolder = createSocketFolder();
  const engine = await startPostgres({ programs, dataFolder: folder, socketFolder, durable: false });
  try {
    const connection = await connectPg(socketPathOf(socketFolder), 'public', () => undefined);
    await connection.query('CREATE EXTENSION documentdb CASCADE');
    connection.close();
  } finally {
    await engine.stop();
    rmSync(socketFolder, { recursive: true, force: true });
  }
}

/** Copies the template to where a database is to be, unless one is there. The copy appears whole or not at all. */
export async function copyTemplate(template: string, dataFolder: string): Promise<void> {
  if (existsSync(path.join(dataFolder, 'PG_VERSION'))) return;
  const unfinished = `${dataFolder}.new-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  await run('cp', ['-a', '--reflink=auto', template, unfinished]);
  renameSync(unfinished, dataFolder);
}
