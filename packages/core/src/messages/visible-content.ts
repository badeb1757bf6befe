import type { MessageContent } from '@message-service/shared/messages';
import { withheldReply } from '@message-service/shared/safety';
import { describeContent } from './describe-content.ts';
import type { MessageDoc } from './messages.ts';

/** Whether users see a placeholder in place of the reply. Their own messages they always see as they wrote them. */
export const isWithheld = ({ role, status }: Pick<MessageDoc, 'role' | 'status'>): boolean =>
  role === 'assistant' && status === 'flagged';

type Shown = Pick<MessageDoc, 'role' | 'status' | 'content' | 'redacted_text'>;

/** Whether users see something else than what was written. */
export const isReplaced = (doc: Shown): boolean => doc.redacted_text !== undefined || isWithheld(doc);

/** The content as users may see it: what a moderator put in its place, or of a reply that is kept back, the placeholder. */
export const visibleContent = (doc: Shown): MessageContent => {
  if (!isReplaced(doc)) return doc.content;
  const { detected_language } = doc.content;
  const text = doc.redacted_text ?? withheldReply(detected_language);
  return { ...describeContent(text), ...(detected_language ? { detected_language } : {}) };
};
