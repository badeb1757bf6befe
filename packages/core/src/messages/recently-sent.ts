import type { Identity } from '@message-service/shared/auth';
import type { SendMessageInput } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { hashContent } from './describe-content.ts';

/** Clients repeat a message soon or not at all; a key that is repeated later is told by its index. */
const KEY_SECONDS = 900;
const TEXT_SECONDS = 60;

/** Whether a message under the same key, or with the same text, may be stored already: the store knows for sure. */
export type RecentlySent = { key: boolean; text: boolean };

const UNKNOWN: RecentlySent = { key: true, text: true };

/**
 * Notes in Redis, in one round trip, that this message was sent, and tells what was noted before: what nobody noted
 * need not be looked for in the store. A Redis that was emptied forgets; then a repetition is told by its index, after
 * it took a place in the limits, and goes without the warning about its text. One that is away knows nothing.
 */
export const noteSent = async (
  { redis, settings, log }: Pick<CoreContext, 'redis' | 'settings' | 'log'>,
  { user_id }: Identity,
  { conversation_id, content, client_metadata }: SendMessageInput,
): Promise<RecentlySent> => {
  const prefix = `${settings.REDIS_PREFIX}:sent:{${user_id}}:${conversation_id}`;
  const id = client_metadata?.client_msg_id;
  const commands = redis.pipeline().set(`${prefix}:text:${hashContent(content.text)}`, 1, 'EX', TEXT_SECONDS, 'GET');
  if (id !== undefined) commands.set(`${prefix}:key:${id}`, 1, 'EX', KEY_SECONDS, 'GET');
  try {
    const [text, key] = (await commands.exec()) ?? [];
    if (!text || text[0] || key?.[0]) return UNKNOWN;
    return { text: text[1] !== null, key: key !== undefined && key[1] !== null };
  } catch (error) {
    log.debug({ error }, 'not known what was sent before');
    return UNKNOWN;
  }
};
