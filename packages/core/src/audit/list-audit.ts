import type { AuditEntryView, AuditPage, ListAuditInput } from '@message-service/shared/audit';
import type { Filter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { escapePattern } from '../mongo/index.ts';
import { type AuditEntry, auditLog } from './audit-log.ts';
import { getAuditHead } from './get-audit-head.ts';
import { type Actor, recordAudit } from './record-audit.ts';
import { toTerms } from './terms-of.ts';

type Context = Pick<CoreContext, 'db' | 'settings' | 'now'>;

const MAX_WORDS = 6;
const CURSOR = /^(?:s(\d{1,15})|t(\d{1,15})\.(evt_[A-Za-z0-9]{9,64}))$/;

type Place = { sequence: number } | { at: Date; id: string };

const decode = (cursor: string): Place => {
  const [sequence, time, id = ''] = decodeCursor(cursor, CURSOR);
  return sequence === undefined ? { at: new Date(Number(time)), id } : { sequence: Number(sequence) };
};
const encode = ({ sequence, at, _id }: AuditEntry) =>
  encodeCursor(sequence === undefined ? `t${at.getTime()}.${_id}` : `s${sequence}`);

const wordsOf = (text: string) => {
  const whole = text.trim().toLowerCase();
  return (/^\S+$/.test(whole) ? [whole] : toTerms(whole)).slice(0, MAX_WORDS);
};

type Filters = Omit<ListAuditInput, 'limit' | 'cursor'>;

/** A text without a word, such as punctuation, narrows nothing. */
const toTextFilter = (text: string): Filter<AuditEntry> => {
  const words = wordsOf(text);
  return words.length > 0 ? { $and: words.map((word) => ({ terms: { $regex: `^${escapePattern(word)}` } })) } : {};
};

const toFilter = ({ actor, action, target_type, target_id, from, to, text }: Filters): Filter<AuditEntry> => ({
  ...(actor ? { 'actor.user_id': actor } : {}),
  ...(action ? { action } : {}),
  ...(target_type ? { 'target.type': target_type } : {}),
  ...(target_id ? { 'target.id': target_id } : {}),
  ...(from || to ? { at: { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) } } : {}),
  ...(text ? toTextFilter(text) : {}),
});

const isEmpty = (filter: object) => Object.keys(filter).length === 0;

/** Without a filter a page is a range of numbers, which costs the same however long the log is. */
const readChained = (ctx: Context, filter: Filter<AuditEntry>, below: number, limit: number) => {
  const floor = isEmpty(filter) ? Math.max(1, below - limit) : 1;
  return auditLog(ctx)
    .find({ ...filter, sequence: { $gte: floor, $lt: below } })
    .sort({ sequence: -1 })
    .limit(limit)
    .toArray();
};

/** Entries from before the log was chained, newest first. */
const readOlder = (ctx: Context, filter: Filter<AuditEntry>, place: Place | null, limit: number) => {
  const after: Filter<AuditEntry> =
    place && 'at' in place ? { $or: [{ at: { $lt: place.at } }, { at: place.at, _id: { $lt: place.id } }] } : {};
  return auditLog(ctx)
    .find({ $and: [filter, after, { sequence: { $exists: false } }] })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .toArray();
};

const hasOlder = async (ctx: Context) => {
  const first = await auditLog(ctx).findOne({ sequence: 1 });
  return first === null || first.details.entries_before !== 0;
};

const toView = (entry: AuditEntry): AuditEntryView => ({
  entry_id: entry._id,
  sequence: entry.sequence ?? null,
  at: entry.at,
  actor: entry.actor,
  action: entry.action,
  target: entry.target,
  details: entry.details,
  before: entry.before ?? null,
  after: entry.after ?? null,
  trace_id: entry.origin?.trace_id ?? null,
  address_hash: entry.origin?.address_hash ?? null,
  hash: entry.hash ?? null,
});

/** What was asked for, as far as an entry may hold it. */
const askedFor = ({ from, to, ...rest }: Filters) => ({
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  ...(from ? { from: from.toISOString() } : {}),
  ...(to ? { to: to.toISOString() } : {}),
});

/**
 * A page of the audit log, newest entry first. Reading it is audited itself; whether the caller may is decided at the
 * door.
 * @throws DomainError VALIDATION_FAILED for a cursor that is not ours
 */
export const listAudit = async (
  ctx: Context,
  identity: Actor,
  { limit, cursor, ...filters }: ListAuditInput,
): Promise<AuditPage> => {
  const place = cursor === undefined ? null : decode(cursor);
  const filter = toFilter(filters);
  const below = place === null ? (await getAuditHead(ctx)).sequence + 1 : 'sequence' in place ? place.sequence : 0;
  await recordAudit(ctx, {
    actor: identity,
    action: 'audit.list',
    target: { type: 'audit', id: 'log' },
    details: askedFor(filters),
  });
  const found = below > 1 ? await readChained(ctx, filter, below, limit + 1) : [];
  if (found.length <= limit && (await hasOlder(ctx))) {
    found.push(...(await readOlder(ctx, filter, place, limit + 1 - found.length)));
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(toView), next_cursor: found.length > limit && last ? encode(last) : null };
};
