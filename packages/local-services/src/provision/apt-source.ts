import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type AptSource = { uri: string; keyring: string | null };

type Entry = { uris: string[]; signedBy: string };

const DEFAULT_URI = 'http://deb.debian.org/debian';
const KEYRINGS = ['/usr/share/keyrings/debian-archive-keyring.pgp', '/usr/share/keyrings/debian-archive-keyring.gpg'];

function readStanzas(text: string): Entry[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>();
    let key = '';
    for (const line of stanza.split('\n')) {
      if (line.startsWith('#')) continue;
      const [, name, value] = /^([A-Za-z-]+):\s*(.*)$/.exec(line) ?? [];
      if (name) key = name.toLowerCase();
      fields.set(key, `${fields.get(key) ?? ''} ${(name ? value : line)?.trim()}`.trim());
    }
    const isUsable = fields.get('types')?.split(/\s+/).includes('deb') && fields.get('enabled') !== 'no';
    return isUsable ? [{ uris: (fields.get('uris') ?? '').split(/\s+/), signedBy: fields.get('signed-by') ?? '' }] : [];
  });
}

function readClassic(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    const [, options = '', uri] = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)/.exec(line) ?? [];
    return uri ? [{ uris: [uri], signedBy: /signed-by=(\S+)/.exec(options)?.[1] ?? '' }] : [];
  });
}

function readFolder(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => path.join(folder, name))
    : [];
}

/**
 * Where this machine takes Debian from: the archive's address in apt's own sources, in both forms, so that a mirror is
 * respected. Only the address is taken; what is asked of it is ours.
 */
export function findAptSource(aptFolder = '/etc/apt'): AptSource {
  const files = [path.join(aptFolder, 'sources.list'), ...readFolder(path.join(aptFolder, 'sources.list.d'))];
  const entries = files
    .filter((file) => existsSync(file))
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return file.endsWith('.sources') ? readStanzas(text) : file.endsWith('.list') ? readClassic(text) : [];
    });
  const isArchive = (uri: string) => /\/debian\/?$/.test(uri) || /^mirror\S*\/debian\.list$/.test(uri);
  const entry = entries.find(({ uris }) => uris.some(isArchive));
  const keyring = [entry?.signedBy ?? '', ...KEYRINGS].find((file) => file.startsWith('/') && existsSync(file));
  return { uri: entry?.uris.find(isArchive) ?? DEFAULT_URI, keyring: keyring ?? null };
}
