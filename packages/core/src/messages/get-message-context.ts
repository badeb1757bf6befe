import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type {
  ContextDetails,
  ContextEntry,
  ContextOutcome,
  GetMessageContextInput,
  MessageContext,
} from '@message-service/shared/messages';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { findConversation } from '../conversations/index.ts';
import { buildContext, hashOf, promptOf } from './build-context.ts';
import { textForModel } from './context/read-window.ts';
import { sayAsSummary } from './context/summary-prompt.ts';
import { findSummary, type MadeSummary } from './conversation-summaries.ts';
import { getReadableMessage } from './get-message.ts';
import { getStoredMessage } from './may-change.ts';
import { findRange, type MessageDoc, messages } from './messages.ts';

/** Windows before the message in which what was not sent is named. */
const WINDOWS_BACK = 2;

type Sources = { details: ContextDetails; prompt: string; docs: MessageDoc[]; summary: MadeSummary | null };

const sentEntries = ({ details, prompt, docs, summary: made }: Sources): ContextEntry[] => {
  const byNumber = new Map(docs.map((doc) => [doc.sequence_number, doc]));
  return details.sent.map(({ kind, sequence_number = null, summary = null, tokens, cut = false }) => {
    const base = { kind, outcome: 'sent' as const, sequence_number, summary, tokens, cut };
    if (kind === 'summary') {
      const text = made && made.summary_id === summary?.summary_id ? sayAsSummary(made.text) : null;
      return { ...base, message_id: null, role: 'user', text };
    }
    if (kind === 'prompt') return { ...base, message_id: null, role: 'system', text: prompt };
    const doc = byNumber.get(sequence_number ?? 0);
    return {
      ...base,
      message_id: doc?.message_id ?? null,
      role: doc?.role ?? null,
      text: doc ? textForModel(doc) : null,
    };
  });
};

const reasonOf = (doc: MessageDoc, overLimit: ReadonlySet<number>, first: number): Exclude<ContextOutcome, 'sent'> => {
  if (overLimit.has(doc.sequence_number)) return 'over_limit';
  if (doc.status !== 'active') return doc.status;
  return doc.sequence_number < first ? 'outside_window' : 'since';
};

const leftOutEntries = ({ details, docs }: Sources): ContextEntry[] => {
  const sent = new Set(details.sent.map(({ sequence_number }) => sequence_number));
  const overLimit = new Set(details.over_limit);
  const summary = details.sent.find(({ kind }) => kind === 'summary')?.summary;
  const first = Math.min(...details.sent.flatMap(({ sequence_number }) => sequence_number ?? []));
  return docs.flatMap((doc) => {
    const { message_id, sequence_number, role } = doc;
    if (sent.has(sequence_number)) return [];
    const isIn = summary && doc.status === 'active' && sequence_number >= summary.from && sequence_number <= summary.to;
    const outcome = isIn ? ('summarised' as const) : reasonOf(doc, overLimit, first);
    const none = { summary: null, tokens: null, cut: false, text: null };
    return [{ kind: 'message' as const, outcome, message_id, sequence_number, role, ...none }];
  });
};

/** Whether these entries come to the hash of what was sent. */
const isUnchanged = (sent: readonly ContextEntry[], hash: string): boolean | null => {
  if (sent.some(({ cut, kind, text }) => cut || (kind === 'summary' && text === null))) return null;
  const given = sent.flatMap(({ role, text }) => (role === null || text === null ? [] : [{ role, content: text }]));
  return hashOf(given) === hash;
};

/**
 * What the model was given for a message, or for the message that a reply answers: in which order, what was left out and
 * why, tokens of each part. The texts are those of now, so that what was taken out of sight since is not seen here
 * either. For operators, since it shows the character's prompt: audited, of own messages too.
 * @throws DomainError NOT_FOUND, and for a message without a reply what building its context throws
 */
export const getMessageContext = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id }: GetMessageContextInput,
): Promise<MessageContext> => {
  const found = await getReadableMessage(ctx, identity, message_id, 'messages.context');
  if (found.user_id === identity.user_id) {
    const target = { type: 'message', id: message_id };
    await recordAudit(ctx, { actor: identity, action: 'messages.context', target });
  }
  const answered = found.relationships?.reply_to_message_id;
  const asked = answered ? await getStoredMessage(ctx, answered) : found;
  const [reply, conversation] = await Promise.all([
    asked.reply_message_id ? messages(ctx).findOne({ _id: asked.reply_message_id }) : null,
    findConversation(ctx, asked.conversation_id),
  ]);
  if (!conversation) throw new DomainError('NOT_FOUND', 'There is no such conversation.');
  const sent = reply?.context_metadata;
  const metadata = sent ?? (await buildContext(ctx, conversation, asked)).metadata;
  const head = { message_id: asked.message_id, reply_message_id: reply?.message_id ?? null, metadata };
  const source = sent ? ('sent' as const) : ('preview' as const);
  const { details, context_window_size: size, context_hash: hash } = metadata;
  if (!details) return { ...head, source, unchanged: null, entries: [] };
  const to = asked.sequence_number;
  const numbers = details.sent.flatMap(({ sequence_number }) => sequence_number ?? []);
  const from = Math.max(1, Math.min(to - WINDOWS_BACK * size, ...numbers));
  const range = { conversation_id: asked.conversation_id, from, to, limit: to - from + 1, direction: 'desc' } as const;
  const [docs, summary] = await Promise.all([findRange(ctx, range), findSummary(ctx, asked.conversation_id)]);
  const sources = { details, docs, summary, prompt: await promptOf(ctx, conversation, asked.character_id) };
  const given = sentEntries(sources);
  return { ...head, source, unchanged: isUnchanged(given, hash), entries: [...given, ...leftOutEntries(sources)] };
};
