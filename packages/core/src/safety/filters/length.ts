import { MAX_MESSAGE_LENGTH } from '@message-service/shared/messages/limits';
import { countCodePoints } from '@message-service/shared/text';
import { HARMLESS, type SafetyFilter, toResult } from '../filter.ts';
import { CHUNK } from '../text/pausable.ts';

const MAX_UNBROKEN = 2_000;
const UNBROKEN_RISK = 0.15;
const EMPTY_RISK = 0.3;

/** Text over the limit, text in which nothing is to be seen, and a run of 2,000 characters without a space. */
export const lengthFilter: SafetyFilter = {
  name: 'length',
  version: 1,
  *apply({ folded }) {
    const { original, text, starts } = folded;
    if (countCodePoints(original) > MAX_MESSAGE_LENGTH) {
      return toResult(1, [{ start: 0, end: original.length, category: 'too_long' }]);
    }
    if (text.trim() === '')
      return toResult(EMPTY_RISK, [{ start: 0, end: original.length, category: 'nothing_visible' }]);
    let begin = 0;
    for (let i = 0; i <= folded.decodedFrom; i++) {
      if (i % CHUNK === 0) yield;
      const character = i < folded.decodedFrom ? text.charAt(i) : ' ';
      if (character !== ' ' && character !== '\n') continue;
      if (i - begin > MAX_UNBROKEN) {
        const start = starts[begin] ?? 0;
        return toResult(UNBROKEN_RISK, [{ start, end: folded.ends[i - 1] ?? start, category: 'unbroken_text' }]);
      }
      begin = i + 1;
    }
    return HARMLESS;
  },
};
