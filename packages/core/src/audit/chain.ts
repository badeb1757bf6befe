import { createHmac } from 'node:crypto';
import type { CoreSettings } from '../settings.ts';
import type { AuditHeadDoc } from './audit-heads.ts';
import type { AuditEntry } from './audit-log.ts';

export type AuditSecret = Pick<CoreSettings, 'AUDIT_SECRET_KEY'>;
/** An entry that has its place in the chain. */
export type ChainedEntry = Required<AuditEntry>;
/** What a new entry continues. */
export type Tail = { sequence: number; hash: string };

export const BEFORE_FIRST: Tail = { sequence: 0, hash: '0'.repeat(64) };

/** One text for one value, whatever the order of its keys; dates differ from strings, absent keys from null. */
export const canonical = (value: unknown): string => {
  if (value instanceof Date) return `@${value.toISOString()}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`).join()}}`;
};

const keyed = ({ AUDIT_SECRET_KEY }: AuditSecret, kind: string) =>
  createHmac('sha256', AUDIT_SECRET_KEY).update(`${kind}\0`);

/** The hash that an entry has to carry: HMAC-SHA-256 of all the rest of it. */
export const hashEntry = (settings: AuditSecret, { hash: _, ...rest }: AuditEntry): string =>
  keyed(settings, 'entry').update(canonical(rest)).digest('hex');

export const headMac = (settings: AuditSecret, { sequence, hash, at }: Omit<AuditHeadDoc, '_id' | 'mac'>): string =>
  keyed(settings, 'head').update(canonical({ sequence, hash, at })).digest('hex');

/** Gathers many entries, in their order, into one digest. */
export const createDigest = (settings: AuditSecret) => {
  const hmac = keyed(settings, 'before the chain');
  let count = 0;
  return {
    add(entry: AuditEntry) {
      count++;
      hmac.update(`${canonical(entry)}\n`);
    },
    end: () => ({ count, digest: hmac.digest('hex') }),
  };
};

/** Puts entries behind the tail, in order. */
export const link = <Draft extends Omit<ChainedEntry, 'sequence' | 'prev_hash' | 'hash'>>(
  settings: AuditSecret,
  drafts: readonly Draft[],
  tail: Tail,
): (Draft & ChainedEntry)[] => {
  let last = tail;
  return drafts.map((draft) => {
    const entry = { ...draft, sequence: last.sequence + 1, prev_hash: last.hash, hash: '' };
    entry.hash = hashEntry(settings, entry);
    last = entry;
    return entry;
  });
};
