import { createHash } from 'node:crypto';
import type { MessageContent } from '@message-service/shared/messages';
import { countCodePoints, countWords } from '@message-service/shared/text';

const WORDS_PER_SECOND = 4;

export const hashContent = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Counts and hash of a text: code points, words, seconds to read at 240 words a minute, SHA-256 of its UTF-8 form. */
export const describeContent = (text: string): MessageContent => {
  const words = countWords(text);
  return {
    text,
    content_hash: hashContent(text),
    word_count: words,
    character_count: countCodePoints(text),
    estimated_reading_time_seconds: Math.ceil(words / WORDS_PER_SECOND),
  };
};
