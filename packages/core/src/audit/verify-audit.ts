import type { AuditFault, AuditProgress, AuditReport } from '@message-service/shared/audit';
import type { CoreContext } from '../context.ts';
import { CHAIN_STARTED, readUnchained } from './append-entry.ts';
import { type AuditHeadDoc, auditHeads } from './audit-heads.ts';
import { type AuditEntry, auditLog } from './audit-log.ts';
import { type AuditSecret, BEFORE_FIRST, createDigest, hashEntry, headMac, type Tail } from './chain.ts';
import { readHeadFiles } from './head-file.ts';

type Context = Pick<CoreContext, 'db' | 'settings' | 'now'>;
export type VerifyOptions = {
  /** Heads that were printed or kept earlier; the log has to hold each of them. */
  heads?: readonly Tail[];
  onProgress?: (progress: AuditProgress) => void;
  signal?: AbortSignal;
};

const STEP = 500;
const MAX_FAULTS = 100;

type Fault = Omit<AuditFault, 'entry_id'> & { entry_id?: string };
type Walk = { last: Tail; checked: number; started: AuditEntry | null; kept: Map<number, string> };

const createFindings = () => {
  const faults: AuditFault[] = [];
  let total = 0;
  return {
    faults,
    total: () => total,
    add(fault: Fault) {
      total++;
      if (faults.length < MAX_FAULTS) faults.push({ ...fault, entry_id: fault.entry_id ?? null });
    },
  };
};
type Findings = ReturnType<typeof createFindings>;

/** Holds one entry against the one before it; gives what the next one has to follow. */
const checkEntry = (settings: AuditSecret, entry: AuditEntry, last: Tail, found: Findings): Tail => {
  const { _id: entry_id, sequence = 0, hash = '', prev_hash } = entry;
  const say = (kind: AuditFault['kind'], detail: string, at = sequence) =>
    found.add({ kind, sequence: at, entry_id, detail });
  if (!Number.isInteger(sequence) || sequence <= last.sequence) {
    say('extra', `the chain has no place for a second number ${sequence}`);
    return last;
  }
  const expected = last.sequence + 1;
  if (sequence > expected) {
    say('missing', `${sequence - expected} entries are gone before number ${sequence}`, expected);
  } else if (prev_hash !== last.hash) {
    say('unlinked', 'it does not name the entry before it');
  }
  if (hashEntry(settings, entry) !== hash) say('changed', 'it does not fit its own hash: edited, forged or moved');
  return { sequence, hash };
};

/** Reads the chain in steps, so that it costs the same at any length, whatever numbers it holds. */
const walk = async (
  ctx: Context,
  { total, until, heads }: { total: number; until: number; heads: readonly Tail[] },
  options: VerifyOptions,
  found: Findings,
) => {
  const wanted = new Set(heads.map(({ sequence }) => sequence));
  const at: Walk = { last: BEFORE_FIRST, checked: 0, started: null, kept: new Map() };
  const report = () => options.onProgress?.({ checked: at.checked, total: Math.max(at.checked, total) });
  const entries = auditLog(ctx)
    .find({ sequence: { $gt: 0, $lte: until } }, { batchSize: STEP })
    .sort({ sequence: 1 });
  for await (const entry of entries) {
    at.last = checkEntry(ctx.settings, entry, at.last, found);
    at.checked++;
    if (entry.sequence === 1) at.started = entry;
    if (entry.sequence !== undefined && wanted.has(entry.sequence)) at.kept.set(entry.sequence, entry.hash ?? '');
    if (at.checked % STEP > 0) continue;
    options.signal?.throwIfAborted();
    report();
  }
  if (at.checked % STEP > 0) report();
  return at;
};

const checkBeforeChain = async (ctx: Context, { started }: Walk, found: Findings): Promise<number> => {
  const digest = createDigest(ctx.settings);
  const read: AuditEntry[] = [];
  for await (const entry of readUnchained(ctx)) {
    digest.add(entry);
    if (read.length < MAX_FAULTS) read.push(entry);
  }
  const { count, digest: value } = digest.end();
  if (started === null || started.action !== CHAIN_STARTED) {
    if (count > 0) found.add({ kind: 'before_chain', sequence: null, detail: 'nothing says which they were' });
    return count;
  }
  const { entries_before, digest: expected } = started.details;
  if (count > Number(entries_before)) {
    for (const { _id } of read.filter(({ at }) => at > started.at))
      found.add({ kind: 'extra', sequence: null, entry_id: _id, detail: 'it was added past the chain' });
  }
  if (value !== expected) {
    const detail = `${count} entries, of ${entries_before} that the chain began with, or others than those`;
    found.add({ kind: 'before_chain', sequence: null, detail });
  }
  return count;
};

const checkHeads = (
  ctx: Context,
  head: AuditHeadDoc | null,
  heads: readonly Tail[],
  { last, kept }: Walk,
  found: Findings,
) => {
  if (!head && last.sequence > 0) found.add({ kind: 'head', sequence: null, detail: 'there is none' });
  if (head && head.mac !== headMac(ctx.settings, head)) {
    found.add({ kind: 'head', sequence: head.sequence, detail: 'it was not written with the secret of this service' });
  }
  for (const { sequence, hash } of heads) {
    if (sequence > last.sequence) {
      const detail = `${sequence - last.sequence} entries are gone after number ${last.sequence}`;
      found.add({ kind: 'cut', sequence: last.sequence + 1, detail });
    } else if (sequence > 0 && kept.get(sequence) !== hash) {
      found.add({ kind: 'head', sequence, detail: 'the entry that it names is not the one of then' });
    }
  }
};

/**
 * Reads the whole audit log and holds it against its hashes, its head, the heads at AUDIT_HEAD_FILE, and those given.
 * Entries added meanwhile are left out. Lists at most 100 faults, and counts all. Does not say who may.
 * @throws Error when the folder of AUDIT_HEAD_FILE cannot be read, and the reason of the signal
 */
export const verifyAudit = async (ctx: Context, options: VerifyOptions = {}): Promise<AuditReport> => {
  const start = performance.now();
  const found = createFindings();
  const path = ctx.settings.AUDIT_HEAD_FILE;
  const outside = [...(options.heads ?? []), ...(path === undefined ? [] : await readHeadFiles(path))];
  // the head first: entries that come after it are no reason to doubt it
  const head = await auditHeads(ctx).findOne({ _id: 'head' });
  const heads = [...(head ? [head] : []), ...outside];
  const [newest] = await auditLog(ctx)
    .find({ sequence: { $gte: Math.max(1, head?.sequence ?? 0) } })
    .sort({ sequence: -1 })
    .limit(1)
    .toArray();
  const until = Math.max(newest?.sequence ?? 0, ...heads.map(({ sequence }) => sequence));
  const at = await walk(ctx, { total: head?.sequence ?? 0, until, heads }, options, found);
  const before_chain = await checkBeforeChain(ctx, at, found);
  checkHeads(ctx, head, heads, at, found);
  return {
    ok: found.total() === 0,
    checked: at.checked,
    before_chain,
    head: head && { sequence: head.sequence, hash: head.hash, at: head.at },
    heads_compared: outside.length,
    faults: found.faults,
    faults_total: found.total(),
    took_ms: Math.round(performance.now() - start),
    at: ctx.now(),
  };
};
