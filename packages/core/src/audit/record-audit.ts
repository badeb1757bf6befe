import type { Identity } from '@message-service/shared/auth';
import { newId } from '@message-service/shared/ids';
import type { CoreContext } from '../context.ts';
import { type AuditEntry, auditLog } from './audit-log.ts';

export type AuditInput = {
  actor: Identity;
  /** `slice.verbNoun`, such as `messages.get`. */
  action: `${string}.${string}`;
  target: AuditEntry['target'];
  details?: AuditEntry['details'];
};

/** Adds an entry to the audit log and returns it once it is durable. Call it before a privileged read answers. */
export const recordAudit = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  { actor, action, target, details = {} }: AuditInput,
): Promise<AuditEntry> => {
  const at = ctx.now();
  const entry: AuditEntry = {
    _id: newId('evt', at.getTime()),
    at,
    actor: { user_id: actor.user_id, roles: [...actor.roles] },
    action,
    target: { type: target.type, id: target.id },
    details,
  };
  await auditLog(ctx).insertOne(entry);
  return entry;
};
