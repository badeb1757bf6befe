import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withFileLock } from '../system/file-lock.ts';
import { eachParallel, run } from '../system/run.ts';
import { findAptSource } from './apt-source.ts';
import type { Log } from './stamped-folder.ts';

const SUITE = 'forky';

// Taken as installed, so that apt leaves them and what only they need out: Debian's cluster tooling and its Perl,
// GDAL and SFCGAL (for parts of PostGIS that are never loaded), LLVM (chromium draws in software). 205 packages become 80.
const LEFT_OUT = `adduser dbus-system-bus debconf init-system-helpers libaudit-common
  libtext-wrapi18n-perl libz3-4 locales netbase openssl passwd perl perl-base postgresql-client-common
  postgresql-common proj-data readline-common ssl-cert systemd ucf x11-utils xdg-utils`.split(/\s+/);

const EXCLUDED = [
  './usr/share/doc',
  './usr/share/man',
  './usr/share/locale',
  './usr/share/icons',
  './usr/include',
  '*/bitcode/*',
];

const MERGED_FOLDERS = ['bin', 'sbin', 'lib', 'lib64'];

function placeholder(name: string): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nMulti-Arch: foreign\nVersion: 9999\nMaintainer: x <x@x>\nDescription: left out\n\n`;
}

function aptOptions(folder: string): string[] {
  const options = {
    'Dir::Etc::sourcelist': `${folder}/archive.sources`,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State': folder,
    'Dir::State::lists': `${folder}/lists`,
    'Dir::State::status': `${folder}/status`,
    'Dir::Cache': `${folder}/cache`,
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Acquire::http::Timeout': '20',
    'APT::Install-Recommends': '0',
    'APT::Default-Release': '',
    'APT::Keep-Downloaded-Packages': '1',
    'APT::Architecture': 'amd64',
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
  };
  return ['-qq', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

async function updateLists(folder: string, options: string[]): Promise<void> {
  const { uri, keyring } = findAptSource();
  const signed = keyring ? `Signed-By: ${keyring}\n` : '';
  // A mirror may serve a frozen copy of the suite, whose validity has run out.
  const source = `Types: deb\nURIs: ${uri}\nSuites: ${SUITE}\nComponents: main\nCheck-Valid-Until: no\n${signed}`;
  writeFileSync(`${folder}/archive.sources`, source);
  const env = aptEnvironment();
  writeFileSync(`${folder}/status`, '');
  await run('apt-get', [...options, 'update', '--error-on=any'], { env });
  const needs = await run('apt-cache', [...options, 'depends', 'postgresql-18-postgis-3', 'mesa-libgallium'], { env });
  const unused = [...needs.matchAll(/Depends: (lib(?:gdal|sfcgal|llvm)\S*)/g)].map(([, name]) => name ?? '');
  writeFileSync(`${folder}/status`, [...LEFT_OUT, ...unused].map(placeholder).join(''));
  writeFileSync(`${folder}/updated`, uri);
}

function aptEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
}

function debFileOf(line: string): string[] {
  const [, name, version, arch] = /^Inst (\S+) \((\S+) .*\[(\w+)\]\)/.exec(line) ?? [];
  return name ? [`${name}_${version?.replaceAll(':', '%3a')}_${arch}.deb`] : [];
}

/**
 * Downloads these packages of the Debian archive with all that they need into the cache, and gives the files. Files that
 * the cache holds already are checked by apt and not downloaded again: with all of them there, no network is needed. The host's packages and lists are not touched.
 */
export async function fetchPackages(cacheFolder: string, packages: string[], log: Log): Promise<string[]> {
  const folder = path.join(cacheFolder, 'apt');
  mkdirSync(`${folder}/lists/partial`, { recursive: true });
  mkdirSync(`${folder}/cache/archives/partial`, { recursive: true });
  const options = aptOptions(folder);
  const waiting = () => log('waiting for another process that uses the Debian archive');
  return withFileLock(`${folder}/lock`, waiting, async () => {
    const env = aptEnvironment();
    const download = async () => {
      const plan = await run('apt-get', [...options, '--simulate', 'install', ...packages], { env });
      await run('apt-get', [...options, '--yes', '--download-only', 'install', ...packages], { env });
      return plan
        .split('\n')
        .flatMap(debFileOf)
        .map((name) => `${folder}/cache/archives/${name}`);
    };
    if (!existsSync(`${folder}/updated`)) await updateLists(folder, options);
    else {
      try {
        return await download();
      } catch {
        log('asking the Debian archive for its newest lists');
        await updateLists(folder, options);
      }
    }
    return download();
  });
}

/** Unpacks packages into a folder without running their scripts. */
export async function unpackPackages(files: string[], folder: string): Promise<void> {
  for (const name of MERGED_FOLDERS) mkdirSync(`${folder}/usr/${name}`, { recursive: true });
  await run('ln', ['-sfn', ...MERGED_FOLDERS.map((name) => `usr/${name}`), `${folder}/`]);
  const excludes = EXCLUDED.map((pattern) => `--exclude='${pattern}'`).join(' ');
  const script = `set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --no-same-owner --keep-directory-symlink ${excludes}`;
  await eachParallel(files, os.availableParallelism(), (file) => run('bash', ['-c', script, 'unpack', file, folder]));
}
