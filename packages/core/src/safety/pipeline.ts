import {
  type SafetyDecision,
  SafetyFilterName,
  type SafetyFinding,
  type SafetyPolicy,
  type SafetySpan,
  type SafetyVerdict,
} from '@message-service/shared/safety';
import { applyReplacements, type FilterResult, prepareText, type SafetyFilter } from './filter.ts';
import { languageFilter } from './filters/language.ts';
import { lengthFilter } from './filters/length.ts';
import { personalInfoFilter } from './filters/personal-info.ts';
import { profanityFilter1, profanityFilter2, profanityFilter3 } from './filters/profanity.ts';
import { promptInjectionFilter1, promptInjectionFilter2 } from './filters/prompt-injection.ts';
import { spamFilter } from './filters/spam.ts';
import { toxicityFilter1, toxicityFilter2 } from './filters/toxicity.ts';
import type { Pausable } from './text/pausable.ts';

/** Every filter in every version that can be chosen. */
export const allFilters: readonly SafetyFilter[] = [
  lengthFilter,
  spamFilter,
  profanityFilter1,
  profanityFilter2,
  profanityFilter3,
  personalInfoFilter,
  languageFilter,
  toxicityFilter1,
  toxicityFilter2,
  promptInjectionFilter1,
  promptInjectionFilter2,
];

/** @throws Error when the policy names a version that does not exist */
export const filtersOf = (policy: SafetyPolicy): SafetyFilter[] =>
  SafetyFilterName.options.flatMap((name) => {
    const { enabled, version } = policy.filters[name];
    const filter = allFilters.find((one) => one.name === name && one.version === version);
    if (!filter) throw new Error(`there is no version ${version} of the filter ${name}`);
    return enabled ? [filter] : [];
  });

/** The kind of harm of each category that is one. */
const FLAGS: Record<string, string> = {
  threat: 'violence',
  self_harm_encouragement: 'self_harm',
  self_harm_risk: 'self_harm',
  insult: 'harassment',
  hate: 'hate',
  slur: 'hate',
  sexual_minors: 'sexual_minors',
  dangerous: 'dangerous',
  spam: 'spam',
  instruction_override: 'prompt_injection',
  prompt_leak: 'prompt_injection',
  jailbreak: 'prompt_injection',
  role_marker: 'prompt_injection',
};

export const decide = (score: number, policy: SafetyPolicy): SafetyDecision => {
  if (score < policy.block_threshold) return 'blocked';
  return score < policy.review_threshold ? 'review' : 'allowed';
};

const round = (value: number) => Math.round(value * 1_000) / 1_000;

/** What findings together say: the highest risk decides. */
export const toVerdict = (
  findings: readonly SafetyFinding[],
  policy: SafetyPolicy,
  filterVersion: string,
  { sanitized_text, detected_language }: Pick<SafetyVerdict, 'sanitized_text' | 'detected_language'>,
): SafetyVerdict => {
  const score = round(1 - Math.max(0, ...findings.map(({ risk }) => risk)));
  const issues = [...new Set(findings.flatMap((finding) => finding.issues))];
  return {
    decision: decide(score, policy),
    safety_score: score,
    detected_issues: issues,
    moderation_flags: [...new Set(issues.flatMap((issue) => FLAGS[issue] ?? []))],
    findings: findings.filter((finding) => finding.issues.length > 0),
    filter_version: filterVersion,
    ...(sanitized_text === undefined ? {} : { sanitized_text }),
    ...(detected_language === undefined ? {} : { detected_language }),
  };
};

const toFinding = (filter: SafetyFilter, { issues, risk, spans }: FilterResult): SafetyFinding => ({
  filter: filter.name,
  version: filter.version,
  risk: round(risk),
  issues,
  spans,
});

/**
 * Runs the filters of a policy over a text, one after the other, each over the original; their replacements are applied
 * to one text. Linear in its length.
 */
export function* judgeText(text: string, policy: SafetyPolicy, filterVersion: string): Pausable<SafetyVerdict> {
  const prepared = yield* prepareText(text);
  const findings: SafetyFinding[] = [];
  const replacements: SafetySpan[] = [];
  let detected_language: string | undefined;
  for (const filter of filtersOf(policy)) {
    yield;
    const result = yield* filter.apply(prepared, policy);
    findings.push(toFinding(filter, result));
    replacements.push(...result.replacements);
    detected_language = result.language ?? detected_language;
  }
  const sanitized_text = applyReplacements(text, replacements);
  return toVerdict(findings, policy, filterVersion, { sanitized_text, detected_language });
}
