import type { CaseReport, CaseSource } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import type { MessageDoc } from '../messages/index.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { announceCase } from './announce-case.ts';
import { pushStep } from './change-case.ts';
import { type CaseDoc, caseIdOf, MOST_REPORTS, moderationCases } from './moderation-cases.ts';
import { dueAt, rankOf, severityOfMessage } from './severity.ts';
import { bandsOf } from './similarity.ts';

export type Opening = {
  source: CaseSource;
  /** Null for the filters. */
  by: string | null;
  /** At least this severe. */
  severity?: number;
  report?: CaseReport;
  note?: string | undefined;
};

const newCase = (ctx: CoreContext, message: MessageDoc, opening: Opening): CaseDoc => {
  const now = ctx.now();
  const { safety_metadata: judged, content } = message;
  const severity = Math.max(severityOfMessage(message), opening.severity ?? 1);
  const reports = opening.report ? [opening.report] : [];
  const id = caseIdOf(message.message_id);
  return {
    _id: id,
    case_id: id,
    message_id: message.message_id,
    conversation_id: message.conversation_id,
    user_id: message.user_id,
    character_id: message.character_id,
    role: message.role,
    state: 'open',
    sources: [opening.source],
    severity,
    risk: judged ? Math.round((1 - judged.safety_score) * 1_000) / 1_000 : 0,
    blocked: judged?.decision === 'blocked',
    issues: judged?.detected_issues ?? [],
    filters: judged?.findings?.map(({ filter }) => filter) ?? [],
    flags: judged?.moderation_flags ?? [],
    language: content.detected_language ?? null,
    reports,
    report_count: reports.length,
    opened_at: now,
    due_at: dueAt(ctx.settings, severity, now),
    claim: null,
    assigned_to: null,
    decisions: [],
    decided_at: null,
    decided_by: null,
    notes: [],
    appeal: null,
    history: [{ at: now, what: 'opened', by: opening.by, note: opening.note ?? opening.source }],
    effect_pending_since: null,
    effect_error: null,
    version: 1,
    revision: 1,
    updated_at: now,
    rank: rankOf(severity, reports.length),
    bands: bandsOf(content.text),
    first_claimed_at: null,
    review: null,
    undone_count: 0,
  };
};

/** What a further report, or a moderator who brings it up again, makes of a case that there is. */
const join = async (ctx: CoreContext, known: CaseDoc, opening: Opening): Promise<CaseDoc | null> => {
  const now = ctx.now();
  const { report, source, by } = opening;
  const repeated = report !== undefined && known.reports.some((one) => one.by === report.by);
  if (repeated || (source === 'filter' && known.sources.includes('filter'))) return known;
  const severity = Math.max(known.severity, opening.severity ?? 1);
  const reports = known.report_count + (report ? 1 : 0);
  const reopened = known.state === 'decided';
  const openedAt = reopened ? now : known.opened_at;
  return moderationCases(ctx).findOneAndUpdate(
    { _id: known._id, revision: known.revision },
    {
      $set: {
        severity,
        rank: rankOf(severity, reports),
        report_count: reports,
        due_at: dueAt(ctx.settings, severity, openedAt),
        sources: [...new Set([...known.sources, source])],
        opened_at: openedAt,
        updated_at: now,
        ...(reopened ? { state: 'open', first_claimed_at: null } : {}),
      },
      $inc: { revision: 1, ...(reopened ? { version: 1 } : {}) },
      $push: {
        ...pushStep(now, reopened ? 'reopened' : 'reported', by, opening.note ?? report?.category),
        ...(report ? { reports: { $each: [report], $slice: -MOST_REPORTS } } : {}),
      },
    },
    { returnDocument: 'after' },
  );
};

/**
 * The case of a message: opened, or joined by what is new, and opened again when it was decided. One report per user
 * counts. Safe to run twice and by several at once.
 */
export const openCase = async (ctx: CoreContext, message: MessageDoc, opening: Opening): Promise<CaseDoc> => {
  for (;;) {
    const known = await moderationCases(ctx).findOne({ _id: caseIdOf(message.message_id) });
    if (known) {
      const joined = await join(ctx, known, opening);
      if (!joined) continue;
      if (joined !== known) announceCase(ctx, joined, opening.by);
      return joined;
    }
    const doc = newCase(ctx, message, opening);
    try {
      await moderationCases(ctx).insertOne(doc);
    } catch (error) {
      // somebody else opened it at the same time: join it
      if (isDuplicateKey(error)) continue;
      throw error;
    }
    announceCase(ctx, doc, opening.by);
    return doc;
  }
};
