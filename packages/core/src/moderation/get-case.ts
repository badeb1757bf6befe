import type { CaseDetail, GetCaseInput } from '@message-service/shared/moderation';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { findAround, messages, toMessageView } from '../messages/index.ts';
import { getAuthorHistory } from './author-history.ts';
import { namesOf, peopleOf, toCase } from './case-view.ts';
import { getCaseDoc } from './change-case.ts';
import { notePresence } from './presence.ts';
import { suggestPolicy } from './severity.ts';

const REACH = 20;

/**
 * A case with its message, up to 20 messages before and after it, and what is known of the author; audited. Others at the
 * desk see that the caller looks at it, unless it is read ahead.
 * @throws DomainError NOT_FOUND
 */
export const getCase = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id, ahead }: GetCaseInput,
): Promise<CaseDetail> => {
  const doc = await getCaseDoc(ctx, case_id);
  await recordAudit(ctx, {
    actor: identity,
    action: 'moderation.get',
    target: { type: 'case', id: case_id },
    details: { message_id: doc.message_id, owner: doc.user_id },
  });
  if (!ahead) notePresence(ctx, identity.user_id, case_id);
  const [message, author, people] = await Promise.all([
    messages(ctx).findOne({ _id: doc.message_id }),
    getAuthorHistory(ctx, doc.user_id),
    namesOf(ctx, peopleOf([doc])),
  ]);
  const context = message ? await findAround(ctx, message, REACH) : [];
  return {
    case: toCase(doc),
    message: message && toMessageView(identity, message),
    context: context.map((one) => toMessageView(identity, one)),
    author,
    suggested_policy: suggestPolicy(doc),
    people,
  };
};
