import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findAptSource } from './apt-source.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'local-services-test-'));
  mkdirSync(path.join(folder, 'sources.list.d'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OTHERS = 'deb [signed-by=/usr/share/keyrings/other.gpg] https://packages.example.com/apt stable main\n';

test('deb822 sources: the archive, not its security updates and not other vendors', () => {
  writeFileSync(path.join(folder, 'sources.list.d/a-other.list'), OTHERS);
  const stanzas = [
    'Types: deb\nURIs: http://mirror.example.org/debian-security\nSuites: bookworm-security\nComponents: main',
    'Types: deb\nEnabled: no\nURIs: http://off.example.org/debian\nSuites: bookworm',
    '# a comment\nTypes: deb deb-src\n# URIs: http://old.example.org/debian\nURIs:\n  http://mirror.example.org/debian/\nSuites: bookworm\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n',
  ];
  writeFileSync(path.join(folder, 'sources.list.d/debian.sources'), stanzas.join('\n\n'));
  expect(findAptSource(folder).uri).toBe('http://mirror.example.org/debian/');
});

test('classic sources, with options and comments', () => {
  const lines = [
    '# deb http://old.example.org/debian bookworm main',
    'deb-src http://src.example.org/debian bookworm main',
    `deb [arch=amd64 signed-by=${folder}/key.gpg] https://ftp.example.org/debian bookworm main`,
  ];
  writeFileSync(path.join(folder, 'key.gpg'), 'key');
  writeFileSync(path.join(folder, 'sources.list'), `${OTHERS}${lines.join('\n')}\n`);
  expect(findAptSource(folder)).toEqual({ uri: 'https://ftp.example.org/debian', keyring: `${folder}/key.gpg` });
});

test('no sources of Debian at all: the archive itself', () => {
  writeFileSync(path.join(folder, 'sources.list'), OTHERS);
  expect(findAptSource(folder).uri).toBe('http://deb.debian.org/debian');
  expect(findAptSource(path.join(folder, 'nowhere')).uri).toBe('http://deb.debian.org/debian');
});
