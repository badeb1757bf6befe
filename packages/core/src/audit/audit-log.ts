import { AuditFacts } from '@message-service/shared/audit';
import { Role } from '@message-service/shared/auth';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/**
 * One privileged act. Entries are added, never changed; they hold ids, never message text. `hash` covers everything else
 * of the entry, the hash of the one before it included. Entries from before the log was chained lack what is optional.
 */
export const AuditEntry = z.object({
  _id: z.string(),
  /** 1, 2, 3, … without a gap. */
  sequence: z.int().optional(),
  at: z.date(),
  actor: z.object({ user_id: z.string(), roles: z.array(Role) }),
  action: z.string(),
  target: z.object({ type: z.string(), id: z.string() }),
  details: AuditFacts,
  before: AuditFacts.nullable().optional(),
  after: AuditFacts.nullable().optional(),
  origin: z.object({ trace_id: z.string(), address_hash: z.string() }).nullable().optional(),
  /** Lower-cased words by which the entry is found. */
  terms: z.array(z.string()).optional(),
  prev_hash: z.string().optional(),
  hash: z.string().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const auditLog = defineCollection<AuditEntry>({
  name: 'audit_log',
  schema: AuditEntry,
  indexes: [
    {
      name: 'uq_sequence',
      key: { sequence: 1 },
      options: { unique: true, partialFilterExpression: { sequence: { $gt: 0 } } },
      serves: 'one successor per entry, however many write at once; walks along the chain',
      example: { filter: { sequence: { $gte: 1, $lte: 9 } }, sort: { sequence: 1 } },
    },
    {
      name: 'idx_time',
      key: { at: -1, _id: -1 },
      serves: 'what was done in a period',
      example: { filter: { at: { $lt: new Date(0) } }, sort: { at: -1, _id: -1 } },
    },
    {
      name: 'idx_actor_sequence',
      key: { 'actor.user_id': 1, sequence: -1 },
      serves: 'what one person did',
      example: { filter: { 'actor.user_id': 'user_example01' }, sort: { sequence: -1 } },
    },
    {
      name: 'idx_target_sequence',
      key: { 'target.id': 1, 'target.type': 1, sequence: -1 },
      serves: 'who touched one thing',
      example: { filter: { 'target.id': 'msg_example001', 'target.type': 'message' }, sort: { sequence: -1 } },
    },
    {
      name: 'idx_action_sequence',
      key: { action: 1, sequence: -1 },
      serves: 'every act of one kind',
      example: { filter: { action: 'messages.get' }, sort: { sequence: -1 } },
    },
    {
      name: 'idx_terms',
      key: { terms: 1, sequence: -1 },
      serves: 'entries that hold a word',
      example: { filter: { terms: 'two-factor' } },
    },
  ],
});
