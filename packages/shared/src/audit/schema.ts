import { z } from 'zod';
import { Role } from '../auth/index.ts';
import { UserId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PlainText } from '../plain-text.ts';

/** What an entry may say of a thing: ids, names, counts and states, never the text of a message. */
export const AuditFacts = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
export type AuditFacts = z.infer<typeof AuditFacts>;

/** One privileged act. `sequence` and `hash` are null for entries from before the log was chained. */
export const AuditEntryView = z.object({
  entry_id: z.string(),
  sequence: z.int().nullable(),
  at: z.date(),
  actor: z.object({ user_id: z.string(), roles: z.array(Role) }),
  action: z.string(),
  target: z.object({ type: z.string(), id: z.string() }),
  details: AuditFacts,
  /** The thing before and after the act, as far as it changed. */
  before: AuditFacts.nullable(),
  after: AuditFacts.nullable(),
  trace_id: z.string().nullable(),
  /** Keyed hash of the address that the request came from. */
  address_hash: z.string().nullable(),
  hash: z.string().nullable(),
});
export type AuditEntryView = z.infer<typeof AuditEntryView>;

export const ListAuditInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
  actor: UserId.optional(),
  action: z
    .string()
    .regex(/^[A-Za-z]{1,40}\.[A-Za-z]{1,60}$/, 'expected slice.verbNoun')
    .optional(),
  target_type: z
    .string()
    .regex(/^[a-z_-]{1,40}$/)
    .optional(),
  target_id: PlainText.min(1).max(100).optional(),
  /** Inclusive. */
  from: Instant.optional(),
  /** Exclusive. */
  to: Instant.optional(),
  /** Beginnings of words of the action, the target, the actor, the trace id, or the details; all have to be there. */
  text: PlainText.min(1).max(200).optional(),
});
export type ListAuditInput = z.infer<typeof ListAuditInput>;

export const AuditPage = z.object({ items: z.array(AuditEntryView), next_cursor: z.string().nullable() });
export type AuditPage = z.infer<typeof AuditPage>;

/** The end of the chain: the number and the hash of its last entry. */
export const AuditHead = z.object({ sequence: z.int().min(0), hash: z.string(), at: z.date().nullable() });
export type AuditHead = z.infer<typeof AuditHead>;

/**
 * `changed`: an entry does not fit its own hash, so it was edited, forged or moved. `unlinked`: it does not follow the
 * one before it. `missing`: numbers without entries. `extra`: an entry that the chain has no place for. `before_chain`:
 * the entries from before the log was chained are not those it began with. `cut`: the log ends before its head.
 * `head`: the head is missing, was changed, or belongs to another log.
 */
export const AuditFaultKind = z.enum(['changed', 'unlinked', 'missing', 'extra', 'before_chain', 'cut', 'head']);
export type AuditFaultKind = z.infer<typeof AuditFaultKind>;

export const AuditFault = z.object({
  kind: AuditFaultKind,
  /** The first number concerned. */
  sequence: z.int().nullable(),
  entry_id: z.string().nullable(),
  detail: z.string(),
});
export type AuditFault = z.infer<typeof AuditFault>;

export const AuditReport = z.object({
  ok: z.boolean(),
  /** Chained entries that were read, and those from before the chain. */
  checked: z.int(),
  before_chain: z.int(),
  head: AuditHead.nullable(),
  /** Heads kept outside the database that the log was held against. */
  heads_compared: z.int(),
  faults: z.array(AuditFault),
  faults_total: z.int(),
  took_ms: z.int(),
  at: z.date(),
});
export type AuditReport = z.infer<typeof AuditReport>;

export const AuditProgress = z.object({ checked: z.int(), total: z.int() });
export type AuditProgress = z.infer<typeof AuditProgress>;

export const VerifyAuditInput = z.strictObject({});
