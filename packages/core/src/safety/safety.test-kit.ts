import { SafetyFilterName, type SafetyPolicy, type SafetyVerdict } from '@message-service/shared/safety';
import { judgeText } from './pipeline.ts';
import { defaultPolicy } from './policy.ts';
import { runAtOnce } from './text/pausable.ts';

export const judge = (text: string, policy: Partial<SafetyPolicy> = {}): SafetyVerdict =>
  runAtOnce(judgeText(text, { ...defaultPolicy(), ...policy }, 'test'));

/** Judged by one filter alone. */
export const judgeBy = (name: SafetyFilterName, text: string, version = defaultPolicy().filters[name].version) => {
  const filters = { ...defaultPolicy().filters };
  for (const other of SafetyFilterName.options)
    filters[other] = { enabled: other === name, version: filters[other].version };
  filters[name] = { enabled: true, version };
  return judge(text, { filters });
};

/** What stands at the spans of a verdict, by category. */
export const marked = (text: string, verdict: SafetyVerdict): [string, string][] =>
  verdict.findings.flatMap(({ spans }) =>
    spans.map(({ category, start, end }) => [category, text.slice(start, end)] as [string, string]),
  );
