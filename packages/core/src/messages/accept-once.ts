import type { Identity } from '@message-service/shared/auth';
import type { SendMessageInput, SendMessageResult } from '@message-service/shared/messages';
import { hashRequest } from './hash-request.ts';

const accepting = new Map<string, Promise<SendMessageResult>>();

const keyOf = ({ user_id }: Identity, input: SendMessageInput) =>
  JSON.stringify([user_id, input.conversation_id, input.client_metadata?.client_msg_id, hashRequest(input)]);

/**
 * The same message under the same key, sent again while this process accepts it, waits for that answer and costs
 * nothing: no place in the user's limits, no slot of the conversation, no turn at the database.
 */
export const acceptOnce = (
  identity: Identity,
  input: SendMessageInput,
  accept: () => Promise<SendMessageResult>,
): Promise<SendMessageResult> => {
  if (input.client_metadata?.client_msg_id === undefined) return accept();
  const key = keyOf(identity, input);
  const twin = accepting.get(key);
  if (twin) return twin;
  const accepted = accept().finally(() => accepting.delete(key));
  accepting.set(key, accepted);
  return accepted;
};
