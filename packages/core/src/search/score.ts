import type { MessageDoc } from '../messages/index.ts';
import type { TextMatch } from './match-text.ts';

const HALF_LIFE_DAYS = 30;
const DAY_MS = 86_400_000;

type Judged = Pick<MessageDoc, 'processing_status' | 'message_type' | 'quality_metadata' | 'timestamps'>;

const shareOf = (share: number, value: number) => 1 - share + share * value;

/** From 0 to 1; in the middle where nobody has judged it. */
const qualityOf = ({ quality_metadata = {} }: Judged): number => {
  const scores = Object.values(quality_metadata).filter((value) => typeof value === 'number');
  return scores.length === 0 ? 0.5 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
};

/** What failed, was stopped or is a notice of the system is looked for less. */
const importanceOf = ({ processing_status, message_type }: Judged): number =>
  message_type === 'system' || message_type === 'error' || ['failed', 'cancelled'].includes(processing_status) ? 0 : 1;

/**
 * Relevance, and a share each for news (a fifth of the score at most; half of that is gone after a month), quality and
 * importance. Without words all messages are as relevant.
 */
export const scoreOf = ({ strengths, closeness }: TextMatch, doc: Judged, now: Date): number => {
  const lexical = strengths.reduce((sum, strength) => sum + strength, 0) / Math.max(1, strengths.length);
  const age = Math.max(0, now.getTime() - doc.timestamps.created_at.getTime());
  const recency = 0.5 ** (age / (HALF_LIFE_DAYS * DAY_MS));
  const prior = shareOf(0.2, recency) * shareOf(0.2, qualityOf(doc)) * shareOf(0.1, importanceOf(doc));
  return (strengths.length === 0 ? 1 : lexical * shareOf(0.3, closeness)) * prior;
};
