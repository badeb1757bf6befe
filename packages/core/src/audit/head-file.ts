import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
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

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The head that a file holds; null when there is no such file. @throws Error when it holds something else */
export const readHeadFile = async (path: string): Promise<Tail | null> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (text === null) return null;
  const head = parseHead(text);
  if (!head) throw new Error(`${path} does not hold a head of the audit log`);
  return head;
};

/**
 * Keeps a head in a file, unless a later one stands there. The file is replaced as a whole.
 * @throws DomainError UNAVAILABLE when it cannot be written
 */
export const writeHeadFile = async (path: string, head: Tail): Promise<void> => {
  try {
    const kept = await readHeadFile(path);
    if (kept && kept.sequence >= head.sequence) return;
    const temporary = `${path}.${randomBytes(6).toString('hex')}`;
    await writeFile(temporary, `${formatHead(head)}\n`, { mode: 0o600 });
    await rename(temporary, path);
  } catch (cause) {
    throw new DomainError('UNAVAILABLE', 'The head of the audit log cannot be kept in AUDIT_HEAD_FILE.', { cause });
  }
};
