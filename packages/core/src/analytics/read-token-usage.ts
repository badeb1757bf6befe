import type { TokenUsageInput, TokenUsageReport } from '@message-service/shared/analytics';
import { canReadAll, type Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getTokenUsage } from './get-token-usage.ts';

/** Whose figures are asked for; null for those of the whole service. */
const targetOf = ({ user_id, conversation_id, group_by }: TokenUsageInput): AuditInput['target'] | null => {
  if (user_id !== undefined) return { type: 'user', id: user_id };
  if (conversation_id !== undefined) return { type: 'conversation', id: conversation_id };
  return group_by === 'user' || group_by === 'conversation' ? { type: group_by, id: 'all' } : null;
};

/**
 * Tokens and cost of a range of days. Those of single users or conversations are for the roles that may read all, and
 * audited.
 * @throws DomainError FORBIDDEN, UNAVAILABLE
 */
export const readTokenUsage = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Identity,
  input: TokenUsageInput,
): Promise<TokenUsageReport> => {
  const target = targetOf(input);
  if (target) {
    if (!canReadAll(identity)) {
      throw new DomainError('FORBIDDEN', 'Figures of single users and conversations are not for your role.');
    }
    const details = { group_by: input.group_by };
    await recordAudit(ctx, { actor: identity, action: 'analytics.tokenUsage', target, details });
  }
  return getTokenUsage(ctx, input);
};
