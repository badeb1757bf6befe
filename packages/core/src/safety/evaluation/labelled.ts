import type { SafetyFilterName } from '@message-service/shared/safety';

/** A text of the evaluation set, and the filters that should find something in it; none of them for a hard negative. */
export type Labelled = { text: string; language: 'es' | 'en'; expected: readonly SafetyFilterName[] };

const LINE = /^(es|en) ([+-])(\S*) (.+)$/su;

/**
 * Reads lines of `es + text`: the language, whether the topic's filter should find something (`+`) or not (`-`), and
 * right behind that sign other filters that should. `\n` within a text is a line break.
 * @throws Error for a line of another form
 */
export const readItems = (topic: SafetyFilterName, lines: string): Labelled[] =>
  lines
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line !== '')
    .map((line) => {
      const [, language, sign, others = '', text] = LINE.exec(line) ?? [];
      if ((language !== 'es' && language !== 'en') || text === undefined) throw new Error(`not an item: ${line}`);
      const also = others.split(',').filter(Boolean) as SafetyFilterName[];
      return { language, text: text.replaceAll('\\n', '\n'), expected: sign === '+' ? [topic, ...also] : also };
    });
