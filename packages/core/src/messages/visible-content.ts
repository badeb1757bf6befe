import type { MessageContent } from '@message-service/shared/messages';
import { withheldReply } from '@message-service/shared/safety';
import { describeContent } from './describe-content.ts';
import type { MessageDoc } from './messages.ts';

/** Whether users see a placeholder in place of the reply. Their own messages they always see as they wrote them. */
export const isWithheld = ({ role, status }: Pick<MessageDoc, 'role' | 'status'>): boolean =>
  role === 'assistant' && status === 'flagged';

/** The content as users may see it: of a reply that is kept back, the placeholder. */
export const visibleContent = (doc: Pick<MessageDoc, 'role' | 'status' | 'content'>): MessageContent => {
  if (!isWithheld(doc)) return doc.content;
  const { detected_language } = doc.content;
  return { ...describeContent(withheldReply(detected_language)), ...(detected_language ? { detected_language } : {}) };
};
