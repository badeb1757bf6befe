import type { Identity } from '@message-service/shared/auth';
import type { SendMessageInput, Warning } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { hashContent } from './describe-content.ts';
import { messages } from './messages.ts';

const WITHIN_MS = 60_000;

/** A warning when this user sent the same text to this conversation within the last minute; it is accepted all the same. */
export const findDuplicateContent = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  identity: Identity,
  input: SendMessageInput,
): Promise<Warning[]> => {
  const earlier = await messages(ctx).findOne(
    {
      conversation_id: input.conversation_id,
      user_id: identity.user_id,
      'content.content_hash': hashContent(input.content.text),
      'timestamps.created_at': { $gte: new Date(ctx.now().getTime() - WITHIN_MS) },
    },
    { projection: { _id: 1 } },
  );
  if (!earlier) return [];
  return [{ code: 'DUPLICATE_CONTENT', detail: `The same text was sent within the last minute as ${earlier._id}.` }];
};
