import { SafetyFilterName, type SafetyPolicy } from '@message-service/shared/safety';
import { judgeText } from '../pipeline.ts';
import { runAtOnce } from '../text/pausable.ts';
import { languageItems } from './items/language.ts';
import { personalInfoItems } from './items/personal-info.ts';
import { profanityItems } from './items/profanity.ts';
import { promptInjectionItems } from './items/prompt-injection.ts';
import { spamItems } from './items/spam.ts';
import { toxicityItems } from './items/toxicity.ts';
import type { Labelled } from './labelled.ts';

/** Texts with what the filters should find in them, in Spanish and English; about half are hard negatives. */
export const evaluationSet: readonly Labelled[] = [
  ...spamItems,
  ...profanityItems,
  ...personalInfoItems,
  ...languageItems,
  ...toxicityItems,
  ...promptInjectionItems,
];

/** The filters that the set measures; the length of a text needs no opinion. */
export const EVALUATED: readonly SafetyFilterName[] = SafetyFilterName.options.filter((name) => name !== 'length');

export type Confusion = { filter: SafetyFilterName; kind: 'missed' | 'false'; language: 'es' | 'en'; text: string };

export type FilterScore = {
  filter: SafetyFilterName;
  version: number;
  /** Texts in which it should find something. */
  positives: number;
  found: number;
  missed: number;
  /** Texts in which it found something that is not there. */
  false: number;
  precision: number;
  recall: number;
};

export type Evaluation = {
  items: number;
  harmless: number;
  scores: FilterScore[];
  confusions: Confusion[];
  /** Harmless texts that the policy as a whole would block. */
  blocked_harmless: string[];
};

const ratio = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);

/** Judges the evaluation set by a policy: precision and recall of each filter that runs, and every text it got wrong. */
export const evaluateSafety = (policy: SafetyPolicy, items: readonly Labelled[] = evaluationSet): Evaluation => {
  const judged = items.map((item) => {
    const verdict = runAtOnce(judgeText(item.text, policy, 'evaluation'));
    return { ...item, decision: verdict.decision, found: new Set(verdict.findings.map(({ filter }) => filter)) };
  });
  const confusions: Confusion[] = [];
  const scores = EVALUATED.filter((name) => policy.filters[name].enabled).map((filter): FilterScore => {
    const should = judged.filter(({ expected }) => expected.includes(filter));
    const missed = should.filter(({ found }) => !found.has(filter));
    const wrong = judged.filter(({ expected, found }) => found.has(filter) && !expected.includes(filter));
    for (const { language, text } of missed) confusions.push({ filter, kind: 'missed', language, text });
    for (const { language, text } of wrong) confusions.push({ filter, kind: 'false', language, text });
    const found = should.length - missed.length;
    return {
      filter,
      version: policy.filters[filter].version,
      positives: should.length,
      found,
      missed: missed.length,
      false: wrong.length,
      precision: ratio(found, found + wrong.length),
      recall: ratio(found, should.length),
    };
  });
  const harmless = judged.filter(({ expected }) => expected.length === 0);
  return {
    items: items.length,
    harmless: harmless.length,
    scores,
    confusions,
    blocked_harmless: harmless.filter(({ decision }) => decision === 'blocked').map(({ text }) => text),
  };
};
