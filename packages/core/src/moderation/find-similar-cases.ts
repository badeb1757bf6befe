import type { SimilarCases, SimilarCasesInput } from '@message-service/shared/moderation';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { messages } from '../messages/index.ts';
import { toCaseRows } from './case-view.ts';
import { getCaseDoc } from './change-case.ts';
import { moderationCases } from './moderation-cases.ts';
import { similarityOf } from './similarity.ts';

const LEAST = 0.6;
const MOST_READ = 200;
const MOST_SHOWN = 100;

/**
 * Waiting cases whose text is nearly that of this one, for a decision about all of them: the preview of what would be
 * decided together. Audited.
 * @throws DomainError NOT_FOUND
 */
export const findSimilarCases = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id }: SimilarCasesInput,
): Promise<SimilarCases> => {
  const doc = await getCaseDoc(ctx, case_id);
  const near = await moderationCases(ctx)
    .find({ bands: { $in: doc.bands }, state: { $in: ['open', 'escalated'] }, _id: { $ne: case_id } })
    .limit(MOST_READ)
    .toArray();
  const found = await messages(ctx)
    .find(
      { _id: { $in: [doc.message_id, ...near.map(({ message_id }) => message_id)] } },
      { projection: { content: 1 } },
    )
    .toArray();
  const texts = new Map(found.map(({ _id, content }) => [_id, content.text]));
  const text = texts.get(doc.message_id) ?? '';
  const rows = await toCaseRows(ctx, near);
  const items = rows
    .map((row) => ({ ...row, similarity: Math.round(similarityOf(text, texts.get(row.message_id) ?? '') * 100) / 100 }))
    .filter(({ similarity }) => similarity >= LEAST)
    .toSorted((a, b) => b.similarity - a.similarity)
    .slice(0, MOST_SHOWN);
  await recordAudit(ctx, {
    actor: identity,
    action: 'moderation.similar',
    target: { type: 'case', id: case_id },
    details: { found: items.length },
  });
  return { items };
};
