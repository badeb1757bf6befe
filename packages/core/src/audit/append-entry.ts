import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@message-service/shared/errors';
import { newId } from '@message-service/shared/ids';
import type { Db } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey, isWriteConflict } from '../mongo/index.ts';
import { auditHeads } from './audit-heads.ts';
import { type AuditEntry, auditLog } from './audit-log.ts';
import { BEFORE_FIRST, type ChainedEntry, createDigest, headMac, link, type Tail } from './chain.ts';
import { keepHeadFile, readHeadFiles } from './head-file.ts';
import { termsOf } from './terms-of.ts';

export type AuditContext = Pick<CoreContext, 'db' | 'settings' | 'now'>;
export type Draft = Omit<ChainedEntry, 'sequence' | 'prev_hash' | 'hash'>;

const MAX_BATCH = 200;
const MAX_TRIES = 60;
const PATIENT_TRIES = 3;
const MAX_PAUSE_MS = 20;

/** Where the chain started. It says how many entries are older than the chain, and holds them in a digest. */
export const CHAIN_STARTED = 'audit.startChain';

type Waiting = { draft: Draft; resolve(entry: ChainedEntry): void; reject(error: unknown): void };
type Line = { waiting: Waiting[]; isWriting: boolean; tail: Tail | null };

const lines = new WeakMap<Db, Line>();

const lineOf = ({ db }: AuditContext): Line => {
  const known = lines.get(db) ?? { waiting: [], isWriting: false, tail: null };
  lines.set(db, known);
  return known;
};

/**
 * The end of the log: where the numbers that follow its head without a gap end or, when the head's entry is gone, the head
 * itself. So what was cut off leaves a gap for ever, and an entry that was put far behind the end moves nothing.
 */
const findTail = async (ctx: AuditContext): Promise<Tail | null> => {
  const head = await auditHeads(ctx).findOne({ _id: 'head' });
  let tail: Tail = head ? { sequence: head.sequence, hash: head.hash } : BEFORE_FIRST;
  const following = auditLog(ctx)
    .find({ sequence: { $gt: tail.sequence } }, { projection: { sequence: 1, hash: 1 } })
    .sort({ sequence: 1 });
  for await (const { sequence, hash } of following) {
    if (sequence !== tail.sequence + 1 || hash === undefined) break;
    tail = { sequence, hash };
  }
  return tail.sequence > 0 ? tail : null;
};

/** Every entry without a number of the chain, as those from before it are, oldest id first. */
export const readUnchained = (ctx: Pick<CoreContext, 'db'>): AsyncIterable<AuditEntry> =>
  auditLog(ctx)
    .find({ sequence: { $not: { $gt: 0 } } })
    .sort({ _id: 1 });

const firstDraft = async (ctx: AuditContext): Promise<Draft> => {
  const digest = createDigest(ctx.settings);
  for await (const entry of readUnchained(ctx)) digest.add(entry);
  const { count, digest: value } = digest.end();
  const at = ctx.now();
  const rest = {
    actor: { user_id: 'system', roles: [] },
    action: CHAIN_STARTED,
    target: { type: 'audit', id: 'log' },
    details: { entries_before: count, digest: value },
    before: null,
    after: null,
    origin: null,
  };
  return { _id: newId('evt', at.getTime()), at, ...rest, terms: termsOf(rest) };
};

/** The log does not hold what AUDIT_HEAD_FILE says. Until somebody has seen to it nothing is added. */
export class AlteredLogError extends Error {
  override readonly name = 'AlteredLogError';
}

/**
 * The heads that are kept in files. The log has to hold the furthest of them: where it does not, it was cut, and nothing
 * may be added that would let this be forgotten.
 * @throws AlteredLogError, and DomainError UNAVAILABLE when they cannot be read
 */
const demandKeptHeads = async (ctx: AuditContext): Promise<Tail[]> => {
  const { AUDIT_HEAD_FILE: file } = ctx.settings;
  if (file === undefined) return [];
  const kept = await readHeadFiles(file).catch((cause: unknown) => {
    throw new DomainError('UNAVAILABLE', 'The head of the audit log cannot be read at AUDIT_HEAD_FILE.', { cause });
  });
  const [last] = kept;
  const found = last && (await auditLog(ctx).findOne({ sequence: last.sequence }, { projection: { hash: 1 } }));
  if (last && found?.hash !== last.hash) {
    throw new AlteredLogError(
      `the audit log no longer holds entry ${last.sequence}, which AUDIT_HEAD_FILE says it ended with: verify it`,
    );
  }
  return kept;
};

const keepHead = async (
  ctx: AuditContext,
  { sequence, hash, at }: ChainedEntry,
  kept: readonly Tail[],
): Promise<void> => {
  const head = { sequence, hash, at };
  const set = { ...head, mac: headMac(ctx.settings, head) };
  const { matchedCount } = await auditHeads(ctx).updateOne({ _id: 'head', sequence: { $lt: sequence } }, { $set: set });
  if (matchedCount === 0) {
    await auditHeads(ctx)
      .insertOne({ _id: 'head', ...set })
      .catch((error: unknown) => {
        // there is one, of a later entry
        if (!isDuplicateKey(error)) throw error;
      });
  }
  const { AUDIT_HEAD_FILE: file } = ctx.settings;
  if (file !== undefined) await keepHeadFile(file, head, kept);
};

/** Those of the drafts that are in the log, although a write of several broke off. */
const findStored = async (ctx: AuditContext, drafts: readonly Draft[]): Promise<Set<string>> => {
  const found = await auditLog(ctx)
    .find({ _id: { $in: drafts.map(({ _id }) => _id) } }, { projection: { _id: 1 } })
    .toArray();
  return new Set(found.map(({ _id }) => _id));
};

/**
 * Links the drafts behind the present end in one write. The unique number of an entry lets one process at a time
 * continue an end; the others look where it is now and try again.
 */
const write = async (ctx: AuditContext, line: Line, all: readonly Draft[]): Promise<ChainedEntry[]> => {
  const done: ChainedEntry[] = [];
  let drafts = all;
  const kept = await demandKeptHeads(ctx);
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    line.tail ??= await findTail(ctx);
    const first = line.tail ? [] : [await firstDraft(ctx)];
    const entries = link(ctx.settings, [...first, ...drafts], line.tail ?? BEFORE_FIRST);
    line.tail = null;
    try {
      await auditLog(ctx).insertMany(entries);
      const last = entries.at(-1);
      if (last) await keepHead(ctx, last, kept);
      line.tail = last ?? null;
      return [...done, ...entries.slice(first.length)];
    } catch (error) {
      if (!isDuplicateKey(error) && !isWriteConflict(error)) throw error;
    }
    const stored = await findStored(ctx, drafts);
    done.push(...entries.filter(({ _id }) => stored.has(_id)));
    drafts = drafts.filter(({ _id }) => !stored.has(_id));
    if (drafts.length === 0) {
      const last = done.at(-1);
      if (last) await keepHead(ctx, last, kept);
      return done;
    }
    if (tries > PATIENT_TRIES) await sleep(Math.random() * MAX_PAUSE_MS);
  }
  throw new DomainError('UNAVAILABLE', 'The audit log is written to by too many at once.', { retryAfterSeconds: 1 });
};

const writeWaiting = async (ctx: AuditContext, line: Line): Promise<void> => {
  line.isWriting = true;
  while (line.waiting.length > 0) {
    const batch = line.waiting.splice(0, MAX_BATCH);
    try {
      const drafts = batch.map(({ draft }) => draft);
      const entries = new Map((await write(ctx, line, drafts)).map((entry) => [entry._id, entry]));
      for (const { draft, resolve, reject } of batch) {
        const entry = entries.get(draft._id);
        if (entry) resolve(entry);
        else reject(new Error('an entry of the audit log was neither written nor refused'));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  line.isWriting = false;
};

/**
 * Adds an entry to the end of the chain; resolves once it and a head that covers it are durable. Those of one process
 * that come while a write is under way go together in the next one.
 * @throws AlteredLogError, and DomainError UNAVAILABLE
 */
export const appendEntry = (ctx: AuditContext, draft: Draft): Promise<ChainedEntry> =>
  new Promise((resolve, reject) => {
    const line = lineOf(ctx);
    line.waiting.push({ draft, resolve, reject });
    if (!line.isWriting) void writeWaiting(ctx, line);
  });
