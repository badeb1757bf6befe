import { Role } from '@message-service/shared/auth';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

const Detail = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** One privileged act. Entries are added, never changed; they hold ids, never message text. */
export const AuditEntry = z.object({
  _id: z.string(),
  at: z.date(),
  actor: z.object({ user_id: z.string(), roles: z.array(Role) }),
  action: z.string(),
  target: z.object({ type: z.string(), id: z.string() }),
  details: z.record(z.string(), Detail),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const auditLog = defineCollection<AuditEntry>({
  name: 'audit_log',
  schema: AuditEntry,
  indexes: [
    {
      name: 'idx_time',
      key: { at: -1, _id: -1 },
      serves: 'page through the log, newest first',
      example: { filter: { at: { $lt: new Date(0) } }, sort: { at: -1, _id: -1 } },
    },
    {
      name: 'idx_actor',
      key: { 'actor.user_id': 1, at: -1 },
      serves: 'what one person did',
      example: { filter: { 'actor.user_id': 'user_example01' }, sort: { at: -1 } },
    },
    {
      name: 'idx_target',
      key: { 'target.type': 1, 'target.id': 1, at: -1 },
      serves: 'who touched one thing',
      example: { filter: { 'target.type': 'message', 'target.id': 'msg_example001' }, sort: { at: -1 } },
    },
    {
      name: 'idx_action',
      key: { action: 1, at: -1 },
      serves: 'every act of one kind',
      example: { filter: { action: 'messages.get' }, sort: { at: -1 } },
    },
  ],
});
