import type { CaseChange, CaseRow, ModerationCase, People } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import { messages } from '../messages/index.ts';
import { users } from '../users/index.ts';
import type { CaseDoc } from './moderation-cases.ts';

const EXCERPT = 160;

export const toCase = ({
  _id,
  rank,
  bands,
  first_claimed_at,
  review,
  undone_count,
  ...visible
}: CaseDoc): ModerationCase => visible;

const facts = (doc: CaseDoc): Omit<CaseRow, 'excerpt'> => ({
  case_id: doc.case_id,
  message_id: doc.message_id,
  conversation_id: doc.conversation_id,
  user_id: doc.user_id,
  role: doc.role,
  state: doc.state,
  sources: doc.sources,
  severity: doc.severity,
  risk: doc.risk,
  blocked: doc.blocked,
  issues: doc.issues,
  language: doc.language,
  report_count: doc.report_count,
  opened_at: doc.opened_at,
  due_at: doc.due_at,
  claim: doc.claim,
  assigned_to: doc.assigned_to,
  decided_at: doc.decided_at,
  decided_by: doc.decided_by,
  version: doc.version,
  revision: doc.revision,
  decision: doc.decisions.at(-1)?.action ?? null,
  has_appeal: doc.appeal?.outcome === 'waiting',
});

export const toCaseChange = (doc: CaseDoc, by: string | null): CaseChange => ({ ...facts(doc), by });

/** Cut at a whole character. */
const excerptOf = (text: string, length: number): string => {
  const cut = Array.from(text.slice(0, 2 * length)).slice(0, length);
  return cut.join('').replaceAll(/\s+/gu, ' ').trim();
};

/** The beginnings of messages, at most `length` characters each, by their ids; without those that are gone. */
export const excerptsOf = async (
  ctx: Pick<CoreContext, 'db'>,
  messageIds: readonly string[],
  length: number,
): Promise<ReadonlyMap<string, string>> => {
  const found = await messages(ctx)
    .find({ _id: { $in: [...messageIds] } }, { projection: { 'content.text': 1 } })
    .toArray();
  return new Map(found.map(({ _id, content }) => [_id, excerptOf(content.text, length)]));
};

/** Rows with the beginnings of the texts. */
export const toCaseRows = async (ctx: Pick<CoreContext, 'db'>, docs: readonly CaseDoc[]): Promise<CaseRow[]> => {
  const ids = docs.map(({ message_id }) => message_id);
  const excerpts = await excerptsOf(ctx, ids, EXCERPT);
  return docs.map((doc) => ({ ...facts(doc), excerpt: excerpts.get(doc.message_id) ?? null }));
};

/** Everybody who has a part in these cases. */
export const peopleOf = (docs: readonly CaseDoc[]): string[] => [
  ...new Set(
    docs.flatMap((doc) => [
      doc.user_id,
      ...(doc.claim ? [doc.claim.by] : []),
      ...(doc.assigned_to ? [doc.assigned_to] : []),
      ...(doc.decided_by ? [doc.decided_by] : []),
      ...[...doc.decisions, ...doc.notes, ...doc.reports].map(({ by }) => by),
      ...doc.history.flatMap(({ by }) => by ?? []),
    ]),
  ),
];

/** The names of those who have an account here. */
export const namesOf = async (ctx: Pick<CoreContext, 'db'>, ids: readonly string[]): Promise<People> => {
  if (ids.length === 0) return {};
  const found = await users(ctx)
    .find({ _id: { $in: [...ids] } }, { projection: { display_name: 1 } })
    .toArray();
  return Object.fromEntries(found.map(({ _id, display_name }) => [_id, display_name]));
};
