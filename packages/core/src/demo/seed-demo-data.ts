import { randomBytes } from 'node:crypto';
import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { conversations } from '../conversations/index.ts';
import { getEmbeddedCharacter } from '../external/index.ts';
import { messages, withPastEvents } from '../messages/index.ts';
import { createUser } from '../users/index.ts';
import { demoUsers } from './demo-users.ts';
import { playScript } from './play-script.ts';
import { scripts } from './scripts/index.ts';

export type SeededData = { users: number; conversations: number; messages: number };

const isConflict = (error: unknown) => error instanceof DomainError && error.code === 'CONFLICT';

/** True when the account was made, false when it was there. */
const ensureUser = async (ctx: Pick<CoreContext, 'db' | 'now'>, user: (typeof demoUsers)[number]): Promise<boolean> => {
  try {
    await createUser(ctx, { ...user, roles: ['user'], password: randomBytes(24).toString('base64url') });
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
};

/**
 * Fills a database that has no conversation yet with people and conversations of the last weeks; leaves any other as it
 * is. Ids are fixed and conversations are written last, so a run that was cut short is made good by the next one.
 */
export const seedDemoData = async (ctx: Pick<CoreContext, 'db' | 'now'>): Promise<SeededData> => {
  if (await conversations(ctx).findOne({}, { projection: { _id: 1 } }))
    return { users: 0, conversations: 0, messages: 0 };
  const now = ctx.now();
  const played = scripts.map((script) => playScript(script, getEmbeddedCharacter(script.character_id), now));
  const docs = played.flatMap((one) => one.messages);
  for (const doc of docs) messages.definition.schema.parse(doc);
  for (const { conversation } of played) conversations.definition.schema.parse(conversation);

  const created = await Promise.all(demoUsers.map((user) => ensureUser(ctx, user)));
  await messages(ctx).bulkWrite(
    docs.map((doc) => ({
      replaceOne: {
        filter: { _id: doc._id, conversation_id: doc.conversation_id },
        replacement: withPastEvents(doc),
        upsert: true,
      },
    })),
    { ordered: false },
  );
  await conversations(ctx).bulkWrite(
    played.map(({ conversation }) => ({
      replaceOne: { filter: { _id: conversation._id }, replacement: conversation, upsert: true },
    })),
  );
  return { users: created.filter(Boolean).length, conversations: played.length, messages: docs.length };
};
