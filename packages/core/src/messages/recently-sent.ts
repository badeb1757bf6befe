import type { Identity } from '@message-service/shared/auth';
import type { SendMessageInput } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { hashContent } from './describe-content.ts';

/** Most repetitions come soon; a key that is repeated later is told by its index. */
const KEY_SECONDS = 3_600;
const TEXT_SECONDS = 60;

type Ctx = Pick<CoreContext, 'redis' | 'settings' | 'log'>;

/** Whether a message under the same key, or with the same text, may be stored already: the store knows for sure. */
export type RecentlySent = { key: boolean; text: boolean };

const namesOf = (
  { settings }: Ctx,
  { user_id }: Identity,
  { conversation_id, content, client_metadata }: SendMessageInput,
) => {
  const prefix = `${settings.REDIS_PREFIX}:sent:{${user_id}}:${conversation_id}`;
  const id = client_metadata?.client_msg_id;
  return { text: `${prefix}:text:${hashContent(content.text)}`, key: id === undefined ? null : `${prefix}:key:${id}` };
};

/**
 * What is noted in Redis of the messages that were stored lately: what is not need not be looked for in the store. A
 * Redis that was emptied forgets; then a repetition is told by its index, after it took its part of the limits and a
 * number, and goes without the warning about its text. One that is away knows nothing.
 */
export const readSent = async (ctx: Ctx, identity: Identity, input: SendMessageInput): Promise<RecentlySent> => {
  const { text, key } = namesOf(ctx, identity, input);
  try {
    const [knownText, knownKey] = await ctx.redis.mget(key === null ? [text] : [text, key]);
    return { text: knownText !== null, key: key !== null && knownKey !== null };
  } catch (error) {
    ctx.log.debug({ error }, 'not known what was sent before');
    return { text: true, key: true };
  }
};

/** Notes a message that is stored. Waits for nothing: what is not noted is told by its index. */
export const noteSent = (ctx: Ctx, identity: Identity, input: SendMessageInput): void => {
  const { text, key } = namesOf(ctx, identity, input);
  const commands = ctx.redis.pipeline().set(text, 1, 'EX', TEXT_SECONDS);
  if (key !== null) commands.set(key, 1, 'EX', KEY_SECONDS);
  commands.exec().catch((error: unknown) => ctx.log.debug({ error }, 'not noted what was sent'));
};
