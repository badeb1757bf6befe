/** A message of the set; `age` in days, `quality` from 0 to 1 where somebody has judged it. */
export type SetText = {
  key: string;
  language: string;
  role: 'user' | 'assistant';
  topic?: string;
  age: number;
  quality?: number;
  text: string;
};

/** A query of the set with what it should find: 3 what was meant, 2 an answer too, 1 not wrong. */
export type JudgedQuery = { kind: string; language: string; q: string; grades: ReadonlyMap<string, number> };

const linesOf = (lines: string) =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const TEXT = /^(\w+)(\/a)?(?:#(\w+))? (\d+)(?:!([\d.]+))? (.+)$/u;

/**
 * Reads lines of `key/a#topic 12!0.9 text`: its name, `/a` for a reply, days since it was written, and its quality.
 * @throws Error for a line of another form
 */
export const readTexts = (language: string, lines: string): SetText[] =>
  linesOf(lines).map((line) => {
    const [, key, reply, topic, age, quality, text] = TEXT.exec(line) ?? [];
    if (key === undefined || text === undefined) throw new Error(`not a text of the set: ${line}`);
    return {
      key,
      language,
      role: reply ? 'assistant' : 'user',
      ...(topic ? { topic } : {}),
      age: Number(age),
      ...(quality ? { quality: Number(quality) } : {}),
      text,
    };
  });

const QUERY = /^(\w+) (\w+) (.+?) =>(.*)$/u;

/**
 * Reads lines of `kind language query => key=3 key=1`; nothing behind the arrow where nothing may be found.
 * @throws Error for a line of another form
 */
export const readQueries = (lines: string): JudgedQuery[] =>
  linesOf(lines).map((line) => {
    const [, kind, language, q, judged = ''] = QUERY.exec(line) ?? [];
    if (kind === undefined || language === undefined || q === undefined)
      throw new Error(`not a query of the set: ${line}`);
    const grades = judged.split(' ').filter(Boolean);
    return { kind, language, q, grades: new Map(grades.map((one) => readGrade(one, line))) };
  });

const readGrade = (grade: string, line: string): [string, number] => {
  const [key = '', value] = grade.split('=');
  if (!/^[123]$/.test(value ?? '')) throw new Error(`not a grade: ${grade} in ${line}`);
  return [key, Number(value)];
};
