import { allFilters, defaultPolicy, type Evaluation, evaluateSafety } from '@message-service/core/safety';
import type { Command } from './command.ts';

const USAGE = 2;

const cell = (value: string | number, width = 9) => String(value).padStart(width);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

const toTable = ({ scores }: Evaluation): string[] => [
  `${'filter'.padEnd(20)}${['positives', 'found', 'missed', 'false', 'precision', 'recall'].map((name) => cell(name, 11)).join('')}`,
  ...scores.map(({ filter, version, positives, found, missed, precision, recall, ...rest }) =>
    [
      `${filter}@${version}`.padEnd(20),
      ...[positives, found, missed, rest.false, percent(precision), percent(recall)].map((value) => cell(value, 11)),
    ].join(''),
  ),
];

/** The policy in force, with the given versions in place of its own: `--filter profanity@2`. */
const policyFor = (args: readonly string[]) => {
  const policy = defaultPolicy();
  for (const [index, arg] of args.entries()) {
    if (arg !== '--filter') continue;
    const [name, version] = (args[index + 1] ?? '').split('@');
    const filter = allFilters.find((one) => one.name === name && String(one.version) === version);
    if (!filter) return null;
    policy.filters[filter.name] = { enabled: true, version: filter.version };
  }
  return policy;
};

const evaluate: Command['run'] = async ({ args, say }) => {
  const policy = policyFor(args);
  if (!policy) {
    say(`--filter takes one of: ${allFilters.map(({ name, version }) => `${name}@${version}`).join(', ')}`);
    return USAGE;
  }
  const evaluation = evaluateSafety(policy);
  if (args.includes('--json')) {
    say(JSON.stringify(evaluation));
    return 0;
  }
  const { items, harmless, confusions, blocked_harmless } = evaluation;
  say(
    `${items} texts in Spanish and English, ${harmless} of them harmless, ${blocked_harmless.length} of those blocked\n`,
  );
  for (const line of toTable(evaluation)) say(line);
  say(confusions.length === 0 ? '\nNothing was confused.' : '\nConfused:');
  for (const { filter, kind, language, text } of confusions)
    say(`  ${filter.padEnd(18)}${kind.padEnd(8)}${language}  ${JSON.stringify(text)}`);
  return 0;
};

export const safety: Command = {
  usage: 'safety eval [--filter name@version] [--json]',
  summary: 'precision and recall of each filter on the labelled set, and every text that it got wrong',
  async run(at) {
    if (at.args[0] === 'eval') return evaluate(at);
    at.say('safety eval [--filter profanity@2] [--json]');
    return USAGE;
  },
};
