import type { AuditHead } from '@message-service/shared/audit';
import type { CoreContext } from '../context.ts';
import { auditHeads } from './audit-heads.ts';
import { BEFORE_FIRST } from './chain.ts';

/** Where the log ends now; number 0 while it is empty. To be kept somewhere else and held against the log later. */
export const getAuditHead = async (ctx: Pick<CoreContext, 'db'>): Promise<AuditHead> => {
  const head = await auditHeads(ctx).findOne({ _id: 'head' });
  return head ? { sequence: head.sequence, hash: head.hash, at: head.at } : { ...BEFORE_FIRST, at: null };
};
