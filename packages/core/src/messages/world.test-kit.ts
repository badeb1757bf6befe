import { createTestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { startLlmSimulator } from '@message-service/testing/llm-simulator';
import { auditLog } from '../audit/index.ts';
import { messages } from './messages.ts';
import { processMessageOnce } from './process-message.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';

/** Refused for good by the simulator the first time, answered afterwards. */
export const FAILS_ONCE = '[[sim:error=400 times=1]]';

/** A database, a model and a user, with messages in every state. */
export const openWorld = async (environment: Record<string, string> = {}) => {
  const llm = await startLlmSimulator({ latency: 'const:1', tokens: 'const:12' });
  const t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url, ...environment });
  const { ctx } = t;
  const me = makeIdentity();
  let made = 0;
  const accept = async (text = `text ${made++}`) => {
    const { conversation_id } = await makeConversation(ctx, me);
    return (await makeMessage(ctx, me, conversation_id, text)).message_id;
  };
  const process = (id: string, workerId = 'w1', stopping = new AbortController().signal) =>
    processMessageOnce(ctx, id, { id: workerId, stopping });
  return {
    ctx,
    environment: t.environment,
    emptyRedis: t.emptyRedis,
    llm,
    me,
    accept,
    process,
    async completed() {
      const id = await accept();
      await process(id);
      return id;
    },
    async failed() {
      const id = await accept(`${FAILS_ONCE} ${made++}`);
      await process(id);
      return id;
    },
    async read(id: string) {
      const doc = await messages(ctx).findOne({ _id: id });
      const job = await processingQueue(ctx).findOne({ _id: jobIdOf(id) });
      const replies = await messages(ctx).find({ 'relationships.reply_to_message_id': id }).toArray();
      return { doc, job, replies };
    },
    /** What the audit log says of a message: who did what, and why. */
    async audited(id: string) {
      const entries = await auditLog(ctx).find({ 'target.id': id }).sort({ at: 1 }).toArray();
      return entries.map(({ actor, action, details }) => [action, actor.user_id, details.reason]);
    },
    async close() {
      await t.close();
      await llm.close();
    },
  };
};
export type World = Awaited<ReturnType<typeof openWorld>>;

/** The codes of those that were refused, and how many were not. */
export const tally = (results: PromiseSettledResult<unknown>[]) => ({
  done: results.filter(({ status }) => status === 'fulfilled').length,
  refused: results.flatMap((result) =>
    result.status === 'rejected' ? [Reflect.get(Object(result.reason), 'code')] : [],
  ),
});
