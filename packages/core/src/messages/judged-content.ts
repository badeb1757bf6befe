import type { MessageContent, SafetyMetadata } from '@message-service/shared/messages';
import type { SafetyVerdict } from '@message-service/shared/safety';
import { describeContent } from './describe-content.ts';
import type { MessageDoc } from './messages.ts';

/** What a message holds of its verdict: hidden from users but for the sanitised text and the language. */
export const judgedContent = (
  text: string,
  verdict: SafetyVerdict,
  now: Date,
): { content: MessageContent; safety_metadata: SafetyMetadata } & Pick<MessageDoc, 'case_pending_since'> => {
  const { decision, sanitized_text, detected_language, findings } = verdict;
  return {
    content: {
      ...describeContent(text),
      ...(sanitized_text === undefined ? {} : { sanitized_text }),
      ...(detected_language === undefined ? {} : { detected_language }),
    },
    safety_metadata: {
      content_filtered: decision === 'blocked' || sanitized_text !== undefined,
      safety_score: verdict.safety_score,
      detected_issues: verdict.detected_issues,
      moderation_flags: verdict.moderation_flags,
      filter_version: verdict.filter_version,
      manual_review_required: decision !== 'allowed',
      approved_by_moderator: null,
      decision,
      ...(findings.length > 0 ? { findings } : {}),
    },
    ...(decision === 'allowed' ? {} : { case_pending_since: now }),
  };
};

/** Whether the filters keep a user's message back and no moderator has let it through. */
export const isBlocked = ({ role, safety_metadata }: Pick<MessageDoc, 'role' | 'safety_metadata'>): boolean =>
  role === 'user' && safety_metadata?.decision === 'blocked' && safety_metadata.approved_by_moderator === null;
