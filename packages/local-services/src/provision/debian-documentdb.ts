import { existsSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { createTemplate } from '../engine/template.ts';
import { LocalServicesError } from '../errors.ts';
import { fetchPackages, unpackPackages } from './debian-packages.ts';
import { createPhases } from './phases.ts';
import { contentKey } from './recipe.ts';
import { checkLibraries, elfFiles, relocate } from './relocate.ts';
import { ensureFolder, isStamped, type Log } from './stamped-folder.ts';

const RECIPE = { version: 2, packages: ['postgresql-18-documentdb', 'patchelf'] };
const PROGRAMS = 'usr/lib/postgresql/18/bin';
const MODULES = 'usr/lib/postgresql/18/lib';
const EXTENSIONS = 'usr/share/postgresql/18/extension';
const LOADED = ['pg_documentdb_core', 'pg_documentdb', 'pg_documentdb_extended_rum', 'pg_cron', 'vector', 'postgis-3'];
const ALSO_LOADED = ['plpgsql', 'tsm_system_rows', 'dict_snowball'];

export type DocumentDbEngine = { programs: string; template: string };

async function make(cacheFolder: string, folder: string, log: Log): Promise<void> {
  log('MongoDB: downloading PostgreSQL with DocumentDB from the Debian archive (about 52 MB)');
  const phases = createPhases();
  const files = await fetchPackages(cacheFolder, RECIPE.packages, log);
  phases.end(`${files.length} packages downloaded`);
  await unpackPackages(files, folder);
  phases.end('unpacked');
  // A maintainer script would have made this link.
  const control = path.join(folder, EXTENSIONS, 'postgis.control');
  rmSync(control, { force: true });
  symlinkSync('postgis-3.control', control);
  await relocate(folder, elfFiles(path.join(folder, PROGRAMS)), elfFiles(path.join(folder, MODULES)));
  phases.end('relocated');
  log(`MongoDB: ${phases.text()}`);
}

async function check(folder: string): Promise<void> {
  const modules = path.join(folder, MODULES);
  const libraries = [...LOADED, ...ALSO_LOADED].map((name) => path.join(modules, `${name}.so`));
  const controls = ['documentdb', 'documentdb_core', 'postgis'].map((name) =>
    path.join(folder, EXTENSIONS, `${name}.control`),
  );
  const missing = [...libraries, ...controls].find((file) => !existsSync(file));
  if (missing) throw new LocalServicesError(`${missing} is missing`);
  await checkLibraries(folder, [path.join(folder, PROGRAMS, 'postgres'), ...libraries], [modules]);
}

const folderIn = (cacheFolder: string) => path.join(cacheFolder, `documentdb-${contentKey(RECIPE)}`);

/** Whether an earlier run has prepared it; it may still turn out to be broken. */
export function isDocumentDbReady(cacheFolder: string): boolean {
  return isStamped(folderIn(cacheFolder));
}

/** PostgreSQL with DocumentDB in a private folder, and a data folder to copy for every new database. */
export async function ensureDocumentDb(cacheFolder: string, log: Log): Promise<DocumentDbEngine> {
  const folder = folderIn(cacheFolder);
  await ensureFolder({ folder, name: 'MongoDB', log, make: (target) => make(cacheFolder, target, log), check });
  const programs = path.join(folder, PROGRAMS);
  const template = `${folder}-template`;
  await ensureFolder({
    folder: template,
    name: 'MongoDB',
    log,
    make: (target) => createTemplate(programs, target),
    check: async (target) => {
      if (!existsSync(path.join(target, 'global/pg_control'))) throw new LocalServicesError('the template is empty');
    },
  });
  return { programs, template };
}
