import { createContext } from '@message-service/core/context';
import { findConversation } from '@message-service/core/conversations';
import { createLogger } from '@message-service/core/logger';
import { buildContext, messages } from '@message-service/core/messages';
import { CoreSettings } from '@message-service/core/settings';
import Fastify from 'fastify';
import { readCoreEnvironment } from '../settings.ts';
import { serveParent } from '../world/serve-parent.ts';

/** Builds the context of a message for every request, as the worker does for every reply, and nothing else. */
const settings = CoreSettings.parse(readCoreEnvironment());
const ctx = await createContext(settings, createLogger({ LOG_LEVEL: 'silent' }, 'bench'), 'bench');
const app = Fastify();

const find = async (messageId: string) => {
  const doc = await messages(ctx).findOne({ _id: messageId });
  const conversation = doc && (await findConversation(ctx, doc.conversation_id));
  if (!doc || !conversation) throw new Error(`no message ${messageId}`);
  return { doc, conversation };
};
const found = new Map<string, ReturnType<typeof find>>();

app.get<{ Querystring: { message_id: string } }>('/context', async ({ query: { message_id } }) => {
  const known = found.get(message_id) ?? find(message_id);
  found.set(message_id, known);
  const { doc, conversation } = await known;
  const { metadata } = await buildContext(ctx, conversation, doc);
  return { messages: metadata.messages_in_context, tokens: metadata.context_tokens };
});
serveParent({ url: await app.listen({ port: 0, host: '127.0.0.1' }) });
