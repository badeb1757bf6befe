import { alerts } from '@message-service/core/alerts';
import type { CoreContext } from '@message-service/core/context';
import { createConversation } from '@message-service/core/conversations';
import { messages, sendMessage } from '@message-service/core/messages';
import { openCase } from '@message-service/core/moderation';
import type { Identity, Role } from '@message-service/shared/auth';
import type { CreateConversationInput } from '@message-service/shared/conversations';
import { newId } from '@message-service/shared/ids';
import type { SendMessageInput } from '@message-service/shared/messages';

/** Somebody new, a plain user unless said otherwise. */
export const makeIdentity = (...roles: Role[]): Identity => ({
  user_id: newId('user'),
  roles: roles.length > 0 ? roles : ['user'],
});

/** An empty conversation with Luna. */
export const makeConversation = (ctx: CoreContext, identity: Identity, input: Partial<CreateConversationInput> = {}) =>
  createConversation(ctx, identity, { character_id: 'char_luna00001', ...input });

/** A message that was accepted as if it had come through a door. */
export const makeMessage = (
  ctx: CoreContext,
  identity: Identity,
  conversationId: string,
  text = 'Hello Luna, how are you?',
  rest: Partial<Omit<SendMessageInput, 'conversation_id' | 'content'>> = {},
) =>
  sendMessage(
    ctx,
    identity,
    { conversation_id: conversationId, content: { text }, ...rest },
    { received_at: ctx.now() },
  );

/** An open case of a stored message, brought up by a moderator. */
export const makeCase = async (ctx: CoreContext, messageId: string, severity = 3) => {
  const message = await messages(ctx).findOne({ _id: messageId });
  if (!message) throw new Error(`no message ${messageId}`);
  return openCase(ctx, message, { source: 'moderator', by: 'user_moderator01', severity });
};

/** An open alert under this id. */
export const makeAlert = async (ctx: Pick<CoreContext, 'db' | 'now'>, alertId: string): Promise<void> => {
  const now = ctx.now();
  await alerts(ctx).insertOne({
    _id: alertId,
    alert_id: alertId,
    rule: 'queue_long',
    subject: alertId,
    severity: 'warning',
    state: 'firing',
    unit: 'jobs',
    value: 150,
    worst: 150,
    threshold: 100,
    message_ids: [],
    fired_at: now,
    seen_at: now,
    history: [{ at: now, what: 'fired', actor: null, note: null }],
    open: true,
    revision: 1,
    calm: 0,
  });
};
