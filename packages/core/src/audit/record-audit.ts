import type { AuditFacts } from '@message-service/shared/audit';
import type { Identity } from '@message-service/shared/auth';
import { newId } from '@message-service/shared/ids';
import { type AuditContext, appendEntry } from './append-entry.ts';
import type { AuditEntry } from './audit-log.ts';
import type { ChainedEntry } from './chain.ts';
import { termsOf } from './terms-of.ts';

/** Who acts and, where a request says so, by which request from where. */
export type Actor = Identity & { origin?: { trace_id: string; address_hash: string } };

export type AuditInput = {
  actor: Actor;
  /** `slice.verbNoun`, such as `messages.get`. */
  action: `${string}.${string}`;
  target: AuditEntry['target'];
  details?: AuditFacts;
  /** What the act changes, before and after it: ids, names and states, never message text. */
  before?: AuditFacts;
  after?: AuditFacts;
};

/**
 * Adds an entry to the audit log and returns it once it is durable, linked to all before it. Call it before a privileged
 * read answers.
 * @throws DomainError UNAVAILABLE, and AlteredLogError when AUDIT_HEAD_FILE says that the log was cut
 */
export const recordAudit = async (
  ctx: AuditContext,
  { actor, action, target, details = {}, before, after }: AuditInput,
): Promise<ChainedEntry> => {
  const at = ctx.now();
  const { origin } = actor;
  const rest = {
    actor: { user_id: actor.user_id, roles: [...actor.roles] },
    action,
    target: { type: target.type, id: target.id },
    details,
    before: before ?? null,
    after: after ?? null,
    origin: origin ? { trace_id: origin.trace_id, address_hash: origin.address_hash } : null,
  };
  return appendEntry(ctx, { _id: newId('evt', at.getTime()), at, ...rest, terms: termsOf(rest) });
};
