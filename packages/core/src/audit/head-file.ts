import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '@message-service/shared/errors';
import type { Tail } from './chain.ts';

const SHAPE = /^(\d{1,15}):([0-9a-f]{64})$/;

/** A head as it is printed and kept: `512:9f86d0…`. */
export const formatHead = ({ sequence, hash }: Tail): string => `${sequence}:${hash}`;

/** The head that a text says, or null. */
export const parseHead = (text: string): Tail | null => {
  const [, sequence, hash = ''] = SHAPE.exec(text.trim()) ?? [];
  return sequence === undefined ? null : { sequence: Number(sequence), hash };
};

const nameOf = (file: string, { sequence, hash }: Tail): string => `${file}.${sequence}-${hash}`;

/**
 * The heads that are kept beside AUDIT_HEAD_FILE, the furthest first: files whose names say them, `audit-head.512-9f86d0…`.
 * A new one is added before older ones go, so that no process puts back what another has written.
 * @throws Error when the folder cannot be read
 */
export const readHeadFiles = async (file: string): Promise<Tail[]> => {
  const prefix = `${path.basename(file)}.`;
  const names = (await readdir(path.dirname(file))).filter((name) => name.startsWith(prefix));
  const heads = names.flatMap((name) => parseHead(name.slice(prefix.length).replace('-', ':')) ?? []);
  return heads.sort((a, b) => b.sequence - a.sequence);
};

/**
 * Keeps a head, and takes away those that it follows.
 * @throws DomainError UNAVAILABLE when it cannot be written
 */
export const keepHeadFile = async (file: string, head: Tail, followed: readonly Tail[]): Promise<void> => {
  try {
    const temporary = `${file}.${randomBytes(6).toString('hex')}`;
    await writeFile(temporary, `${formatHead(head)}\n`, { mode: 0o600, flush: true });
    await rename(temporary, nameOf(file, head));
    const older = followed.filter(({ sequence }) => sequence < head.sequence);
    await Promise.all(older.map((one) => rm(nameOf(file, one), { force: true })));
  } catch (cause) {
    throw new DomainError('UNAVAILABLE', 'The head of the audit log cannot be kept at AUDIT_HEAD_FILE.', { cause });
  }
};
